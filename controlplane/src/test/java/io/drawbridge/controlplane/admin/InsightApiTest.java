package io.drawbridge.controlplane.admin;

import static io.drawbridge.controlplane.admin.AdminCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.csp.Violation;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.controlplane.health.Dependency;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class InsightApiTest {
    @TempDir
    Path folder;

    private AdminCalls calls;

    @BeforeEach
    void start() {
        calls = new AdminCalls(folder);
    }

    @AfterEach
    void stop() {
        calls.close();
    }

    @Test
    void status_says_what_runs_since_when() {
        calls.bridge.clock.pass(Duration.ofSeconds(90));

        assertThat(json(calls.get("/v1/status", ""))).isEqualTo(Json.read("""
                        {"version": "1.2.3", "snapshot_version": 1, "started_at": "2026-03-01T12:00:00Z",
                         "uptime_seconds": 90, "events_dropped": 7}"""));
    }

    @Test
    void a_dependency_that_is_away_degrades_the_gateway_and_takes_it_out_of_no_service() {
        calls.dependencies.add(new Dependency("database", Dependency.State.UP));
        assertThat(json(calls.get("/readyz", ""))).isEqualTo(Json.read("""
                {"status": "ready", "dependencies": [{"name": "database", "state": "up"}]}"""));

        calls.dependencies.add(
                new Dependency("upstream api", new Dependency.State.Away(TestClock.START, "nobody listens")));
        Answer degraded = calls.get("/readyz", "");

        assertThat(degraded.status()).isEqualTo(200);
        assertThat(json(degraded)).isEqualTo(Json.read("""
                {"status": "degraded", "dependencies": [
                  {"name": "database", "state": "up"},
                  {"name": "upstream api", "state": "away", "since": "2026-03-01T12:00:00Z",
                   "cause": "nobody listens"}]}"""));
    }

    @Test
    void what_browsers_reported_is_told_the_newest_first() {
        Violation script = new Violation("https://a.example/", "script-src", "inline", "report");
        calls.bridge.violations().add(script);
        calls.bridge.clock.pass(Duration.ofSeconds(5));
        calls.bridge.violations().add(new Violation("https://a.example/", "img-src", "https://b.example/x", "enforce"));
        calls.bridge.clock.pass(Duration.ofSeconds(5));
        calls.bridge.violations().add(script);

        assertThat(json(calls.get("/v1/csp-reports", ""))).isEqualTo(Json.read("""
                {"violations": [
                  {"page": "https://a.example/", "directive": "script-src", "blocked": "inline", "disposition": "report",
                   "reports": 2, "first_seen": "2026-03-01T12:00:00Z", "last_seen": "2026-03-01T12:00:10Z"},
                  {"page": "https://a.example/", "directive": "img-src", "blocked": "https://b.example/x",
                   "disposition": "enforce", "reports": 1,
                   "first_seen": "2026-03-01T12:00:05Z", "last_seen": "2026-03-01T12:00:05Z"}]}"""));
    }

    @Test
    void readiness_says_who_would_break_and_what_to_do() {
        JsonNode policies =
                json(calls.get("/v1/readiness", "policy=legacy-auth")).path("policies");

        assertThat(policies).hasSize(1);
        JsonNode legacy = policies.get(0);
        assertThat(legacy.path("mode").stringValue()).isEqualTo("monitor");
        assertThat(legacy.path("outlook").stringValue()).isEqualTo("NOT READY");
        assertThat(legacy.path("share_of_requests").doubleValue()).isEqualTo(0.3);
        assertThat(legacy.path("clients").get(0).path("user").stringValue()).isEqualTo("ann");
        assertThat(legacy.path("command").stringValue()).isEqualTo("drawbridge mode set legacy-auth warn");

        assertThat(json(calls.get("/v1/readiness", "")).path("policies")).hasSize(2);
        assertThat(json(calls.get("/v1/readiness", "policy=legacy-auth&route=work-orders"))
                        .path("policies")
                        .get(0)
                        .path("command")
                        .stringValue())
                .isEqualTo("drawbridge mode set legacy-auth warn --route work-orders");
        assertThat(calls.get("/v1/readiness", "policy=nope").status()).isEqualTo(404);
        assertThat(calls.get("/v1/readiness", "route=nope").status()).isEqualTo(404);
    }

    @Test
    void a_decision_is_explained() {
        JsonNode decision =
                json(calls.call("GET", "/v1/decisions/{id}", Map.of("id", AdminCalls.DECISION.text()), "", ""));

        assertThat(decision.path("id").stringValue()).isEqualTo(AdminCalls.DECISION.text());
        assertThat(decision.path("findings").get(0).path("reason").stringValue())
                .isEqualTo("not-the-owner");
        assertThat(calls.call("GET", "/v1/decisions/{id}", Map.of("id", "f".repeat(28)), "", "")
                        .status())
                .isEqualTo(404);
        assertThat(calls.call("GET", "/v1/decisions/{id}", Map.of("id", "1;DROP"), "", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_user_is_created_with_a_password_that_is_shown_once() {
        Answer created = calls.users("{\"username\":\"ann\",\"roles\":[\"admin\"]}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(json(created).path("password").stringValue()).hasSize(24);
        assertThat(created.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.name()).isEqualTo(EventName.USER_CHANGED);
            assertThat(notice.details()).containsEntry("user", "ann").containsEntry("roles", "admin");
            assertThat(notice.toString())
                    .doesNotContain(json(created).path("password").stringValue());
        });
        JsonNode listed = json(calls.get("/v1/users", "")).path("users");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).has("password")).isFalse();
    }

    @Test
    void a_user_of_ones_own_making_has_what_was_asked_for() {
        JsonNode created =
                json(calls.users("{\"username\":\"ann\",\"password\":\"correct horse battery\",\"id\":\"user1\","
                        + "\"email\":\"ann@example.org\",\"roles\":[]}"));

        assertThat(created).isEqualTo(Json.read("""
                        {"id": "user1", "username": "ann", "roles": [], "email": "ann@example.org"}"""));
        assertThat(calls.users("{\"username\":\"ANN\"}").status()).isEqualTo(409);
    }

    @Test
    void a_user_that_cannot_be_is_refused() {
        assertThat(calls.users("{\"username\":\"a b\"}").status()).isEqualTo(422);
        assertThat(calls.users("{\"username\":\"ann\",\"password\":\"short\"}").status())
                .isEqualTo(422);
        assertThat(calls.users("{\"username\":\"ann\",\"roles\":\"admin\",\"tier\":\"gold\"}")
                        .status())
                .isEqualTo(400);
        assertThat(calls.users("{\"username\":\"ann\",\"roles\":[1]}").status()).isEqualTo(400);
        assertThat(json(calls.get("/v1/users", "")).path("users")).isEmpty();
    }

    @Test
    void no_answer_is_kept_by_a_cache() {
        assertThat(calls.routes.list()).allSatisfy(route -> {
            Answer answer =
                    route.endpoint().answer(Exchanges.request("GET", "/", Map.of(), Identity.ANONYMOUS), new byte[0]);
            assertThat(answer.fields())
                    .filteredOn(field -> field.name().equals("Cache-Control"))
                    .containsExactly(new HeaderField("Cache-Control", "no-store"));
        });
    }
}
