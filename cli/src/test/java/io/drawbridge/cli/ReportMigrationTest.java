package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ReportMigrationTest {
    private static final String ONE = "GET /v1/readiness?policy=legacy-auth";

    private final FakeAdmin admin = new FakeAdmin()
            .answers(ONE, Answers.readiness(Answers.LEGACY))
            .answers("GET /v1/readiness?policy=ownership", Answers.readiness(Answers.OWNERSHIP))
            .answers("GET /v1/readiness", Answers.readiness(Answers.LEGACY, Answers.RATE_LIMIT, Answers.OWNERSHIP));

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void it_says_who_would_break() {
        Golden.matches(
                "report-migration", Shell.at(admin).run("report", "migration").transcript());
    }

    @Test
    void before_the_first_request_nothing_is_known() {
        Golden.matches(
                "report-migration-empty",
                Shell.at(admin)
                        .run("report", "migration", "--policy", "ownership")
                        .transcript());
    }

    @Test
    void a_policy_without_a_denial_has_a_bound() {
        admin.answers(ONE, Answers.readiness(Answers.RATE_LIMIT.replace("rate-limit", "legacy-auth")));

        assertThat(Shell.at(admin).run("report", "migration").out())
                .contains("legacy-auth: READY")
                .contains("nothing seen; at most 0.07% of requests, at 95% confidence");
    }

    @Test
    void json_is_the_gateways_own_document_with_its_numbers_as_they_are() {
        Shell.Outcome outcome = Shell.at(admin).run("report", "migration", "-o", "json");

        JsonMapper json = JsonMapper.shared();
        assertThat(json.readTree(outcome.out())).isEqualTo(json.readTree(Answers.readiness(Answers.LEGACY)));
        assertThat(outcome.out()).contains("0.28631090487238979");
        assertThat(admin.calls()).containsExactly(ONE);
    }

    @ParameterizedTest
    @CsvSource({"READY, 0", "NOT_READY, 1", "NOT READY, 1", "NOT_ENOUGH_DATA, 5", "SOMETHING_NEW, 5"})
    void a_script_can_ask_to_be_stopped(String outlook, int exitCode) {
        admin.answers(ONE, Answers.readiness(Answers.LEGACY.replace("NOT_READY", outlook)));

        assertThat(Shell.at(admin)
                        .run("report", "migration", "--fail-on", "not-ready")
                        .exitCode())
                .isEqualTo(exitCode);
        assertThat(Shell.at(admin).run("report", "migration").exitCode()).isZero();
    }

    @Test
    void there_is_one_thing_to_fail_on() {
        assertThat(Shell.at(admin)
                        .run("report", "migration", "--fail-on", "anything")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void a_user_agent_cannot_steer_the_terminal() {
        // Clears the screen, writes a line of its own, turns text around, and starts an 8-bit control sequence.
        String hostile = "\\u001b[2J\\u001b]0;owned\\u0007\\nlegacy-auth: READY\\r\\u202e\\u009b31m";
        admin.answers(ONE, Answers.readiness(Answers.LEGACY.replace("curl/8.14.1", hostile)));

        for (String format : new String[] {"table", "json", "yaml"}) {
            String out =
                    Shell.at(admin).run("report", "migration", "-o", format).out();

            assertThat(out.codePoints().filter(c -> c != '\n'))
                    .as(format)
                    .noneMatch(c -> c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x202e);
            assertThat(out.lines()).as(format).noneMatch(line -> line.strip().startsWith("legacy-auth: READY"));
        }
        Golden.matches(
                "report-migration-hostile",
                Shell.at(admin).run("report", "migration").transcript());
    }

    @Test
    void colours_mark_what_matters_and_nothing_else_changes() {
        String coloured = Shell.at(admin).coloured().run("report", "migration").out();

        assertThat(coloured).contains("\u001b[31mNOT READY\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(Shell.at(admin).run("report", "migration").out());
    }
}
