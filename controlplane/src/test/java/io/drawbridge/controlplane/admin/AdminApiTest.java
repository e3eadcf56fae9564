package io.drawbridge.controlplane.admin;

import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static io.drawbridge.controlplane.fixture.Blueprints.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.FakeReadiness;
import io.drawbridge.controlplane.fixture.OpenApiDocument;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.controlplane.snapshots.BlueprintSource;
import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AdminApiTest {
    private static final DecisionId DECISION = new DecisionId("0123456789abcdef0123456789ab");

    @TempDir
    Path folder;

    private Bridge bridge;
    private AdminRoutes routes;
    private OpenApiDocument document;

    @BeforeEach
    void start() throws Exception {
        bridge = new Bridge(folder, Blueprints.usual());
        FakeReadiness readiness = new FakeReadiness(LEGACY)
                .allowed(70)
                .denied(new Client.Claimed("ann", "127.0.0.9"), "curl/8", ORDERS, 30, TestClock.START.minusSeconds(60));
        routes = new AdminRoutes(
                bridge.steering(),
                readiness,
                id -> id.equals(DECISION) ? Optional.of(decision()) : Optional.empty(),
                new Accounts(bridge.database(), bridge.clock, 2),
                new Vitals("1.2.3", TestClock.START, Map.of("events_dropped", () -> 7)),
                bridge.clock);
        document = new OpenApiDocument(
                call("GET", "/openapi.json", Map.of(), "", "").body());
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void status_says_what_runs_since_when() {
        bridge.clock.pass(Duration.ofSeconds(90));

        assertThat(json(get("/v1/status", ""))).isEqualTo(Json.read("""
                        {"version": "1.2.3", "snapshot_version": 1, "started_at": "2026-03-01T12:00:00Z",
                         "uptime_seconds": 90, "events_dropped": 7}"""));
    }

    @Test
    void policies_come_with_the_routes_on_which_they_stand_otherwise() {
        Answer answer = get("/v1/policies", "");

        assertThat(json(answer)).isEqualTo(Json.read("""
                        {"version": 1, "policies": [
                          {"policy": "legacy-auth", "mode": "monitor", "floor": "monitor", "ceiling": "monitor", "share": "100%",
                           "text": "monitor", "since": "2026-03-01T12:00:00Z", "enforce_at": null, "routes": [
                             {"route": "decrypt", "mode": "enforce", "floor": "enforce", "ceiling": "enforce",
                              "share": "100%", "text": "enforce", "since": "2026-03-01T12:00:00Z", "enforce_at": null}]},
                          {"policy": "ownership", "mode": "enforce", "floor": "enforce", "ceiling": "enforce",
                           "share": "100%", "text": "enforce", "since": "2026-03-01T12:00:00Z", "enforce_at": null,
                           "routes": []}]}"""));
        assertThat(answer.fields()).contains(new HeaderField("ETag", "\"1\""));
    }

    @Test
    void setting_a_mode_says_whom_it_affects() {
        Answer answer = setMode("legacy-auth", "", "{\"mode\":\"enforce\",\"share\":\"100%\"}");

        JsonNode step = json(answer);
        assertThat(step.path("version").intValue()).isEqualTo(2);
        assertThat(step.path("edit").intValue()).isEqualTo(1);
        assertThat(step.path("before").path("text").stringValue()).isEqualTo("monitor");
        assertThat(step.path("after").path("text").stringValue()).isEqualTo("enforce");
        assertThat(step.path("affected")).isEqualTo(Json.read("""
                        {"clients_total": 1, "clients_denied": 1, "requests": 100, "denials": 30, "share_of_requests": 0.3,
                         "clients": [{"client": "claimed:ann@127.0.0.9", "address": "127.0.0.9", "user_agent": "curl/8",
                           "denials": 30, "last_seen": "2026-03-01T11:59:00Z", "routes": ["work-orders"],
                           "before": "monitor", "after": "enforce"}],
                         "others": {"denials": 0}}"""));
        assertThat(step.path("warnings")).hasSize(2);
        assertThat(answer.fields()).contains(new HeaderField("ETag", "\"2\""));
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.ENFORCE));
        assertThat(bridge.events.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.name()).isEqualTo(EventName.CONFIG_CHANGED);
            assertThat(notice.address()).contains(Exchanges.ADDRESS);
        });
    }

    @Test
    void a_dry_run_shows_the_same_and_changes_nothing() {
        JsonNode dry = json(setMode("legacy-auth", "dryRun=true", "{\"mode\":\"enforce\"}"));

        assertThat(dry.path("dry_run").booleanValue()).isTrue();
        assertThat(dry.path("edit").isNull()).isTrue();
        assertThat(dry.path("version").intValue()).isEqualTo(1);
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));

        JsonNode real = json(setMode("legacy-auth", "", "{\"mode\":\"enforce\"}"));
        assertThat(real.path("affected")).isEqualTo(dry.path("affected"));
        assertThat(real.path("warnings")).isEqualTo(dry.path("warnings"));
    }

    @Test
    void a_mode_can_be_set_on_one_route_for_a_share_with_a_rest_and_a_date() {
        JsonNode step = json(setMode(
                "legacy-auth",
                "",
                "{\"mode\":\"enforce\",\"route\":\"work-orders\",\"share\":\"25%\",\"rest\":\"warn\","
                        + "\"enforce_at\":\"2026-04-01\"}"));

        assertThat(step.path("route").stringValue()).isEqualTo("work-orders");
        assertThat(step.path("after").path("text").stringValue()).isEqualTo("enforce for 25%, warn for the rest");
        assertThat(step.path("after").path("enforce_at").stringValue()).isEqualTo("2026-04-01T00:00:00Z");
    }

    @Test
    void a_write_that_expects_an_older_version_is_refused() {
        bridge.set(OWNERSHIP, Mode.WARN);

        Answer stale = setMode("legacy-auth", "", "{\"mode\":\"enforce\"}", "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.fields()).contains(new HeaderField("ETag", "\"2\""));
        assertThat(setMode("legacy-auth", "dryRun=true", "{\"mode\":\"enforce\"}", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
        assertThat(setMode("legacy-auth", "", "{\"mode\":\"enforce\"}", "If-Match", "W/\"2\"")
                        .status())
                .isEqualTo(412);
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));

        assertThat(setMode("legacy-auth", "", "{\"mode\":\"enforce\"}", "If-Match", "\"1\", \"2\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void setting_what_holds_already_changes_nothing_and_says_so() {
        JsonNode step = json(setMode("legacy-auth", "", "{\"mode\":\"monitor\"}"));

        assertThat(step.path("edit").isNull()).isTrue();
        assertThat(step.path("version").intValue()).isEqualTo(1);
        assertThat(step.path("warnings").get(0).stringValue())
                .isEqualTo("Nothing changes: legacy-auth is monitor already.");
        assertThat(setMode("legacy-auth", "", "{\"mode\":\"monitor\"}", "If-Match", "\"9\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void an_unknown_name_is_told_what_may_have_been_meant() {
        Answer policy = setMode("legacy-outh", "", "{\"mode\":\"warn\"}");
        Answer route = setMode("legacy-auth", "", "{\"mode\":\"warn\",\"route\":\"work-ordesr\"}");

        assertThat(policy.status()).isEqualTo(404);
        assertThat(json(policy).path("detail").stringValue()).contains("Did you mean 'legacy-auth'?");
        assertThat(route.status()).isEqualTo(404);
        assertThat(json(route).path("detail").stringValue()).contains("Did you mean 'work-order");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mode=warn",
                "{}",
                "{\"mode\":\"strict\"}",
                "{\"mode\":1}",
                "{\"mode\":\"warn\",\"mode\":\"off\"}",
                "{\"mode\":\"warn\",\"shrae\":\"25%\"}",
                "{\"mode\":\"enforce\",\"share\":\"a quarter\"}",
                "{\"mode\":\"enforce\",\"share\":\"101%\"}",
                "{\"mode\":\"warn\",\"enforce_at\":\"soon\"}",
                "{\"mode\":\"warn\",\"enforce_at\":\"+12026-01-01T00:00:00Z\"}",
                "{\"mode\":\"enforce\",\"share\":\"25%\",\"rest\":\"gentle\"}"
            })
    void a_request_that_cannot_be_understood_changes_nothing(String body) {
        Answer answer = setMode("legacy-auth", "", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(bridge.steering().position().version()).isEqualTo(1);
    }

    @Test
    void a_wish_that_makes_no_sense_is_told_what_would() {
        Answer answer = setMode("ownership", "", "{\"mode\":\"enforce\",\"share\":\"25%\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).path("remediation").stringValue()).contains("rest");
    }

    @Test
    void an_unclear_dry_run_is_not_taken_for_a_real_one() {
        assertThat(setMode("legacy-auth", "dryRun=yes", "{\"mode\":\"enforce\"}")
                        .status())
                .isEqualTo(400);
        assertThat(setMode("legacy-auth", "dryRun=true&dryRun=false", "{\"mode\":\"enforce\"}")
                        .status())
                .isEqualTo(400);
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void edits_are_listed_and_undone() {
        bridge.set(LEGACY, Mode.WARN);

        JsonNode dry = json(undo("1", "dryRun=true"));
        assertThat(dry.path("after").path("text").stringValue()).isEqualTo("monitor");
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.WARN));

        assertThat(json(undo("1", "")).path("edit").intValue()).isEqualTo(2);
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
        JsonNode edits = json(get("/v1/edits", "limit=10")).path("edits");
        assertThat(edits.get(0).path("undoes").intValue()).isEqualTo(1);
        assertThat(edits.get(1).path("undone_by").intValue()).isEqualTo(2);
        assertThat(edits.get(1).path("actor").stringValue()).isEqualTo("ann");
        assertThat(json(get("/v1/edits", "limit=1")).path("edits")).hasSize(1);

        assertThat(undo("1", "").status()).isEqualTo(409);
        assertThat(undo("99", "").status()).isEqualTo(404);
        assertThat(undo("first", "").status()).isEqualTo(404);
        assertThat(get("/v1/edits", "limit=0").status()).isEqualTo(400);
        assertThat(get("/v1/edits", "limit=many").status()).isEqualTo(400);
    }

    @Test
    void a_reload_says_what_changed_or_what_is_wrong() {
        assertThat(json(reload())).isEqualTo(Json.read("{\"version\": 1, \"changed\": false, \"changes\": []}"));

        bridge.writes(Blueprints.usual().setting("drain", "10s"));
        assertThat(json(reload()))
                .isEqualTo(Json.read("{\"version\": 2, \"changed\": true, \"changes\": [\"drain is new: 10s\"]}"));

        bridge.onDisk = new BlueprintSource.Reading.Broken(
                List.of(new Problem.Flaw("drawbridge.yaml", 3, 5, "unknown key 'moed'")));
        Answer broken = reload();
        assertThat(broken.status()).isEqualTo(422);
        assertThat(json(broken).path("errors")).isEqualTo(Json.read("""
                        [{"file": "drawbridge.yaml", "line": 3, "column": 5, "message": "unknown key 'moed'"}]"""));
    }

    @Test
    void readiness_says_who_would_break_and_what_to_do() {
        JsonNode policies = json(get("/v1/readiness", "policy=legacy-auth")).path("policies");

        assertThat(policies).hasSize(1);
        JsonNode legacy = policies.get(0);
        assertThat(legacy.path("mode").stringValue()).isEqualTo("monitor");
        assertThat(legacy.path("outlook").stringValue()).isEqualTo("NOT READY");
        assertThat(legacy.path("share_of_requests").doubleValue()).isEqualTo(0.3);
        assertThat(legacy.path("clients").get(0).path("user").stringValue()).isEqualTo("ann");
        assertThat(legacy.path("command").stringValue()).isEqualTo("drawbridge mode set legacy-auth warn");

        assertThat(json(get("/v1/readiness", "")).path("policies")).hasSize(2);
        assertThat(json(get("/v1/readiness", "policy=legacy-auth&route=work-orders"))
                        .path("policies")
                        .get(0)
                        .path("command")
                        .stringValue())
                .isEqualTo("drawbridge mode set legacy-auth warn --route work-orders");
        assertThat(get("/v1/readiness", "policy=nope").status()).isEqualTo(404);
        assertThat(get("/v1/readiness", "route=nope").status()).isEqualTo(404);
    }

    @Test
    void a_decision_is_explained() {
        JsonNode decision = json(call("GET", "/v1/decisions/{id}", Map.of("id", DECISION.text()), "", ""));

        assertThat(decision.path("id").stringValue()).isEqualTo(DECISION.text());
        assertThat(decision.path("findings").get(0).path("reason").stringValue())
                .isEqualTo("not-the-owner");
        assertThat(call("GET", "/v1/decisions/{id}", Map.of("id", "f".repeat(28)), "", "")
                        .status())
                .isEqualTo(404);
        assertThat(call("GET", "/v1/decisions/{id}", Map.of("id", "1;DROP"), "", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_user_is_created_with_a_password_that_is_shown_once() {
        Answer created = users("{\"username\":\"ann\",\"roles\":[\"admin\"]}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(json(created).path("password").stringValue()).hasSize(24);
        assertThat(created.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.name()).isEqualTo(EventName.USER_CHANGED);
            assertThat(notice.details()).containsEntry("user", "ann").containsEntry("roles", "admin");
            assertThat(notice.toString())
                    .doesNotContain(json(created).path("password").stringValue());
        });
        JsonNode listed = json(get("/v1/users", "")).path("users");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).has("password")).isFalse();
    }

    @Test
    void a_user_of_ones_own_making_has_what_was_asked_for() {
        JsonNode created = json(users("{\"username\":\"ann\",\"password\":\"correct horse battery\",\"id\":\"user1\","
                + "\"email\":\"ann@example.org\",\"roles\":[]}"));

        assertThat(created).isEqualTo(Json.read("""
                        {"id": "user1", "username": "ann", "roles": [], "email": "ann@example.org"}"""));
        assertThat(users("{\"username\":\"ANN\"}").status()).isEqualTo(409);
    }

    @Test
    void a_user_that_cannot_be_is_refused() {
        assertThat(users("{\"username\":\"a b\"}").status()).isEqualTo(422);
        assertThat(users("{\"username\":\"ann\",\"password\":\"short\"}").status())
                .isEqualTo(422);
        assertThat(users("{\"username\":\"ann\",\"roles\":\"admin\",\"tier\":\"gold\"}")
                        .status())
                .isEqualTo(400);
        assertThat(users("{\"username\":\"ann\",\"roles\":[1]}").status()).isEqualTo(400);
        assertThat(json(get("/v1/users", "")).path("users")).isEmpty();
    }

    @Test
    void no_answer_is_kept_by_a_cache() {
        assertThat(routes.list()).allSatisfy(route -> {
            Answer answer =
                    route.endpoint().answer(Exchanges.request("GET", "/", Map.of(), Identity.ANONYMOUS), new byte[0]);
            assertThat(answer.fields())
                    .filteredOn(field -> field.name().equals("Cache-Control"))
                    .containsExactly(new HeaderField("Cache-Control", "no-store"));
        });
    }

    private Answer get(String path, String query) {
        return call("GET", path, Map.of(), query, "");
    }

    private Answer setMode(String policy, String query, String body, String... fields) {
        return call("PUT", "/v1/policies/{policy}/mode", Map.of("policy", policy), query, body, fields);
    }

    private Answer undo(String number, String query) {
        return call("POST", "/v1/edits/{number}/undo", Map.of("number", number), query, "");
    }

    private Answer reload() {
        return call("POST", "/v1/reload", Map.of(), "", "");
    }

    private Answer users(String body) {
        return call("POST", "/v1/users", Map.of(), "", body);
    }

    /// Calls an endpoint, and sees to it that its answer is as the OpenAPI document says.
    private Answer call(
            String method, String path, Map<String, String> pathValues, String query, String body, String... fields) {
        Identified exchange = Exchanges.request(method, "/x?" + query, pathValues, Identity.ANONYMOUS, fields);
        Answer answer;
        try {
            answer = routes.list().stream()
                    .filter(route ->
                            route.method().equals(method) && route.path().equals(path))
                    .findFirst()
                    .orElseThrow()
                    .endpoint()
                    .answer(exchange, body.getBytes(StandardCharsets.UTF_8));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
        if (document != null) {
            assertThat(document.mistakes(method, path, answer.status(), answer.contentType(), answer.body()))
                    .isEmpty();
        }
        return answer;
    }

    private static JsonNode json(Answer answer) {
        return Json.read(answer.body());
    }

    private static Decision decision() {
        return new Decision(
                DECISION,
                TestClock.START,
                3,
                "work-orders",
                "GET",
                "/api/v1/work-orders",
                "127.0.0.9",
                "subject:ann",
                "verified subject ann",
                "curl/8",
                403,
                "refused",
                List.of(new Decision.Finding(
                        "ownership",
                        "enforce",
                        "refuse",
                        403,
                        "not-the-owner",
                        "user_id is bob",
                        "Ask for your own.")));
    }
}
