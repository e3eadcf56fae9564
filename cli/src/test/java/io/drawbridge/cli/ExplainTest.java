package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private final FakeAdmin admin = new FakeAdmin().answers("GET /v1/decisions/" + Answers.ID, Answers.DECISION);

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void it_says_what_every_policy_said_and_what_would_let_it_pass() {
        Golden.matches("explain", Shell.at(admin).run("explain", Answers.ID).transcript());
    }

    @Test
    void an_id_may_be_pasted_in_capitals() {
        assertThat(Shell.at(admin)
                        .run("explain", Answers.ID.toUpperCase(java.util.Locale.ROOT))
                        .exitCode())
                .isZero();
    }

    @Test
    void a_decision_that_is_not_kept_is_no_usage_error() {
        admin.refuses("GET /v1/decisions/" + Answers.ID, 404, "{\"title\": \"Not found\", \"status\": 404}");

        Golden.matches(
                "explain-unknown", Shell.at(admin).run("explain", Answers.ID).transcript());
    }

    @Test
    void what_is_no_id_is_not_sent() {
        Shell.Outcome outcome = Shell.at(admin).run("explain", "../policies");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("28 hexadecimal digits");
        assertThat(admin.calls()).isEmpty();
    }
}
