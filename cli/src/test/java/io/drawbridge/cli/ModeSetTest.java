package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ModeSetTest {
    private static final String SET = "PUT /v1/policies/legacy-auth/mode";
    private static final String TRY = SET + "?dryRun=true";

    private final FakeAdmin admin = new FakeAdmin()
            .answers("GET /v1/policies", Answers.POLICIES)
            .answers(TRY, Answers.DRY_RUN)
            .answers(SET, Answers.DONE);

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void with_yes_it_shows_who_is_affected_changes_and_says_how_to_take_it_back() {
        Golden.matches(
                "mode-set-yes",
                Shell.at(admin)
                        .run("mode", "set", "legacy-auth", "warn", "--yes")
                        .transcript());
        assertThat(admin.calls()).containsExactly("GET /v1/policies", TRY, SET);
    }

    @Test
    void what_is_changed_is_the_version_that_was_shown() {
        Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--yes");

        assertThat(admin.asked().subList(1, 3))
                .extracting(FakeAdmin.Asked::ifMatch)
                .containsOnly(Optional.of("\"7\""));
    }

    @Test
    void a_version_that_is_given_is_the_one_expected() {
        Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--yes", "--expect-version", "5");

        assertThat(admin.asked().subList(1, 3))
                .extracting(FakeAdmin.Asked::ifMatch)
                .containsOnly(Optional.of("\"5\""));
    }

    @Test
    void a_dry_run_changes_nothing_whatever_else_is_said() {
        Shell.Outcome outcome =
                Shell.at(admin).typing("y").run("mode", "set", "legacy-auth", "warn", "--dry-run", "--yes");

        Golden.matches("mode-set-dry-run", outcome.transcript());
        assertThat(admin.calls()).doesNotContain(SET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "yes", " YES "})
    void somebody_who_says_yes_gets_the_change(String answer) {
        Shell.Outcome outcome = Shell.at(admin).typing(answer).run("mode", "set", "legacy-auth", "warn");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).contains("Change it? [y/N]").contains("Changed: version 8, edit 12.");
        assertThat(admin.calls()).endsWith(TRY, SET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "", "yep", "no"})
    void anything_else_is_a_no(String answer) {
        Shell.Outcome outcome = Shell.at(admin).typing(answer).run("mode", "set", "legacy-auth", "warn");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("Nothing was changed.\n");
        assertThat(admin.calls()).endsWith(TRY);
    }

    @Test
    void the_end_of_the_input_is_a_no() {
        Shell.Outcome outcome = Shell.at(admin).typing().run("mode", "set", "legacy-auth", "warn");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(admin.calls()).endsWith(TRY);
    }

    @Test
    void without_a_terminal_it_shows_who_is_affected_and_says_what_to_do() {
        Shell.Outcome outcome = Shell.at(admin).input("y\n").run("mode", "set", "legacy-auth", "warn");

        Golden.matches("mode-set-no-terminal", outcome.transcript());
        assertThat(admin.calls()).endsWith(TRY);
    }

    @Test
    void every_option_reaches_the_gateway() {
        Shell.at(admin)
                .run(
                        "mode",
                        "set",
                        "legacy-auth",
                        "ENFORCE",
                        "--route",
                        "work-orders",
                        "--share",
                        "2.50",
                        "--rest",
                        "warn",
                        "--enforce-at",
                        "2026-09-01T09:00:00+02:00",
                        "-y");

        JsonMapper json = JsonMapper.shared();
        assertThat(json.readTree(admin.asked().getLast().body())).isEqualTo(json.readTree("""
                        {"mode": "enforce", "route": "work-orders", "share": "2.5%", "rest": "warn",
                         "enforce_at": "2026-09-01T07:00:00Z"}"""));
    }

    @Test
    void a_date_begins_at_midnight_utc() {
        Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--enforce-at", "2026-09-01", "-y");

        assertThat(admin.asked().getLast().body()).contains("\"2026-09-01T00:00:00Z\"");
    }

    @Test
    void a_mistyped_policy_is_answered_with_the_nearest_one() {
        Golden.matches(
                "mode-set-policy-typo",
                Shell.at(admin)
                        .run("mode", "set", "legcy-auth", "warn", "--yes")
                        .transcript());
        assertThat(admin.calls()).containsExactly("GET /v1/policies");
    }

    @Test
    void a_mistyped_mode_is_answered_with_the_nearest_one() {
        Golden.matches(
                "mode-set-mode-typo",
                Shell.at(admin).run("mode", "set", "legacy-auth", "enfroce").transcript());
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void a_word_that_is_near_to_nothing_is_not_guessed() {
        Shell.Outcome outcome = Shell.at(admin).run("mode", "set", "legacy-auth", "strict");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).doesNotContain("did you mean").contains("off, monitor, warn, enforce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"101%", "a quarter", "-1", "0.001%"})
    void a_share_that_is_none_is_refused_before_anything_is_asked(String share) {
        Shell.Outcome outcome = Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--share=" + share);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("share");
        assertThat(admin.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomorrow", "2026-13-01", "01.09.2026"})
    void a_date_that_is_none_is_refused_before_anything_is_asked(String date) {
        Shell.Outcome outcome = Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--enforce-at", date);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("'" + date + "' is not a date").contains("2027-03-01");
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void a_rest_needs_a_share() {
        Shell.Outcome outcome = Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--rest", "monitor");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--share");
    }

    @Test
    void an_unknown_route_is_what_the_gateway_says_it_is() {
        admin.refuses(TRY, 404, """
                {"title": "Not found", "status": 404, "detail": "There is no route 'work-order5'.",
                 "remediation": "Did you mean work-orders?"}""");

        Golden.matches(
                "mode-set-route-typo",
                Shell.at(admin)
                        .run("mode", "set", "legacy-auth", "warn", "--route", "work-order5")
                        .transcript());
    }

    @Test
    void a_change_that_somebody_else_made_meanwhile_stops_it() {
        admin.refuses(SET, 412, "{\"title\": \"Precondition failed\", \"status\": 412}");

        Golden.matches(
                "mode-set-conflict",
                Shell.at(admin)
                        .run("mode", "set", "legacy-auth", "warn", "--yes", "-o", "json")
                        .transcript());
    }

    @Test
    void a_change_to_what_is_there_already_is_said_to_be_none_and_asks_nothing() {
        String nothing = """
                {"version": 7, "edit": null, "policy": "legacy-auth", "route": null, "before": {"text": "warn"},
                 "after": {"text": "warn"}, "dry_run": true, "affected": {"clients_total": 0, "clients_denied": 0,
                 "requests": 0, "denials": 0, "share_of_requests": 0.0, "clients": [], "others": {"denials": 0}},
                 "warnings": ["Nothing changes."]}""";
        admin.answers(TRY, nothing).answers(SET, nothing.replace("true", "false"));

        Golden.matches(
                "mode-set-nothing",
                Shell.at(admin).run("mode", "set", "legacy-auth", "warn").transcript());
    }

    @Test
    void for_a_script_the_answer_alone_goes_to_standard_output() {
        Shell.Outcome outcome = Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--yes", "-o", "json");

        JsonMapper json = JsonMapper.shared();
        assertThat(json.readTree(outcome.out())).isEqualTo(json.readTree(Answers.DONE));
        assertThat(outcome.err()).contains("claimed:user1@127.0.0.2");
    }

    @Test
    void a_change_that_affects_nobody_says_so() {
        admin.answers(TRY, """
                {"version": 7, "edit": null, "policy": "legacy-auth", "route": "work-orders", "before": null,
                 "after": {"text": "enforce"}, "dry_run": true, "affected": {"clients_total": 0, "requests": 12,
                 "denials": 0, "share_of_requests": 0, "clients": [], "others": {"denials": 0}}, "warnings": []}""");

        Golden.matches(
                "mode-set-nobody",
                Shell.at(admin)
                        .run("mode", "set", "legacy-auth", "enforce", "--route", "work-orders", "--dry-run")
                        .transcript());
    }

    @Test
    void many_clients_are_cut_off_and_counted() {
        StringBuilder clients = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            clients.append(i == 0 ? "" : ",")
                    .append("{\"client\": \"address:10.0.0." + i + "\", \"denials\": 1, \"routes\": []}");
        }
        admin.answers(TRY, """
                {"version": 7, "policy": "legacy-auth", "before": {"text": "off"}, "after": {"text": "warn"},
                 "affected": {"clients_total": 25, "requests": 50, "denials": 25, "share_of_requests": 0.5,
                 "clients": [%s]}}""".formatted(clients));

        Shell.Outcome outcome = Shell.at(admin).run("mode", "set", "legacy-auth", "warn", "--dry-run");

        assertThat(outcome.out()).contains("address:10.0.0.19").doesNotContain("address:10.0.0.20");
        assertThat(outcome.out()).contains("and 5 more");
    }
}
