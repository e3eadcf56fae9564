package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModeHistoryTest {
    private static final String UNDO = "POST /v1/edits/12/undo";

    private final FakeAdmin admin = new FakeAdmin()
            .answers("GET /v1/policies", Answers.POLICIES)
            .answers("GET /v1/edits?limit=50", Answers.EDITS)
            .answers(UNDO + "?dryRun=true", Answers.DRY_RUN)
            .answers(UNDO, Answers.DONE);

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void edits_are_listed_with_who_made_them_and_what_took_them_back() {
        Golden.matches("mode-history", Shell.at(admin).run("mode", "history").transcript());
    }

    @Test
    void before_the_first_edit_it_says_so() {
        admin.answers("GET /v1/edits?limit=3", "{\"edits\": []}");

        assertThat(Shell.at(admin).run("mode", "history", "--limit", "3").out()).isEqualTo("No edit yet.\n");
    }

    @Test
    void a_limit_of_nothing_is_a_mistake() {
        Shell.Outcome outcome = Shell.at(admin).run("mode", "history", "--limit", "0");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void an_edit_is_taken_back_as_carefully_as_it_is_made() {
        Golden.matches(
                "mode-undo",
                Shell.at(admin).typing("y").run("mode", "undo", "12").transcript());
        assertThat(admin.calls()).containsExactly("GET /v1/policies", UNDO + "?dryRun=true", UNDO);
        assertThat(admin.asked().getLast().ifMatch()).contains("\"7\"");
    }

    @Test
    void a_dry_run_takes_nothing_back() {
        assertThat(Shell.at(admin).run("mode", "undo", "12", "--dry-run").exitCode())
                .isZero();
        assertThat(admin.calls()).doesNotContain(UNDO);
    }

    @Test
    void an_edit_that_cannot_be_taken_back_is_refused_with_the_reason() {
        admin.refuses(UNDO + "?dryRun=true", 409, """
                {"status": 409, "title": "It cannot be undone", "detail": "The edit 12 was taken back already.",
                 "remediation": "To make it again, undo the edit 13."}""");

        Shell.Outcome outcome = Shell.at(admin).run("mode", "undo", "12", "--yes");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("drawbridge: The edit 12 was taken back already.\n  To make it again, undo the edit 13.\n");
    }

    @Test
    void an_edit_has_a_number() {
        assertThat(Shell.at(admin).run("mode", "undo", "twelve").exitCode()).isEqualTo(2);
    }
}
