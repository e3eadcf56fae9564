package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeTest {
    private static final String INVALID = """
            {"type": "urn:drawbridge:problem:configuration-invalid", "title": "The configuration is not valid",
             "status": 422, "errors": [
               {"file": "drawbridge.yaml", "line": 4, "column": 3, "message": "unknown key 'upstreems': did you mean upstreams?"},
               {"file": "drawbridge.yaml", "line": 0, "column": 0, "message": "SECRET_KEY is not set"}]}
            """;

    private final FakeAdmin admin = new FakeAdmin()
            .answers("GET /v1/status", Answers.STATUS)
            .answers(
                    "POST /v1/reload",
                    "{\"version\": 9, \"changed\": true, \"changes\": [\"route reports added\", \"legacy-auth: monitor -> warn\"]}");

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void status_shows_all_that_the_gateway_says() {
        Shell.Outcome outcome = Shell.at(admin).run("status");

        Golden.matches("status", outcome.transcript().replace(admin.url(), "http://127.0.0.1:9090"));
    }

    @Test
    void what_browsers_reported_is_a_table() {
        admin.answers("GET /v1/csp-reports", """
                {"violations": [
                  {"page": "https://app.example/orders", "directive": "script-src", "blocked": "inline",
                   "disposition": "report", "reports": 1200, "first_seen": "2026-07-01T08:00:00Z",
                   "last_seen": "2026-07-02T10:15:30Z"},
                  {"page": "", "directive": "", "blocked": "", "disposition": "", "reports": 3,
                   "first_seen": "2026-07-01T08:00:00Z", "last_seen": "2026-07-01T08:00:00Z"}]}
                """);

        Golden.matches("report-csp", Shell.at(admin).run("report", "csp").transcript());
    }

    @Test
    void where_no_browser_reported_anything_that_is_said() {
        admin.answers("GET /v1/csp-reports", "{\"violations\": []}");

        assertThat(Shell.at(admin).run("report", "csp").out()).isEqualTo("No browser has reported a violation.\n");
    }

    @Test
    void a_reload_says_what_changed() {
        Golden.matches("reload", Shell.at(admin).run("reload").transcript());
    }

    @Test
    void a_reload_of_the_same_file_changes_nothing() {
        admin.answers("POST /v1/reload", "{\"version\": 8, \"changed\": false, \"changes\": []}");

        Shell.Outcome outcome = Shell.at(admin).run("reload");

        assertThat(outcome.out()).isEqualTo("Nothing has changed: version 8 stays.\n");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void a_bad_file_is_refused_with_every_mistake_and_its_place() {
        admin.refuses("POST /v1/reload", 422, INVALID);

        Golden.matches("reload-invalid", Shell.at(admin).run("reload").transcript());
    }

    @Test
    void a_script_gets_the_mistakes_as_json() {
        admin.refuses("POST /v1/reload", 422, INVALID);

        Shell.Outcome outcome = Shell.at(admin).run("reload", "-o", "json");

        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.out()).contains("\"column\": 3");
    }
}
