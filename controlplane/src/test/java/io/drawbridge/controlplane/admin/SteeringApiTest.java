package io.drawbridge.controlplane.admin;

import static io.drawbridge.controlplane.admin.AdminCalls.json;
import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.snapshots.BlueprintSource;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SteeringApiTest {
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
    void policies_come_with_the_routes_on_which_they_stand_otherwise() {
        Answer answer = calls.get("/v1/policies", "");

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
        Answer answer = calls.setMode("legacy-auth", "", "{\"mode\":\"enforce\",\"share\":\"100%\"}");

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
        assertThat(calls.bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.ENFORCE));
        assertThat(calls.bridge.events.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.name()).isEqualTo(EventName.CONFIG_CHANGED);
            assertThat(notice.address()).contains(Exchanges.ADDRESS);
        });
    }

    @Test
    void a_dry_run_shows_the_same_and_changes_nothing() {
        JsonNode dry = json(calls.setMode("legacy-auth", "dryRun=true", "{\"mode\":\"enforce\"}"));

        assertThat(dry.path("dry_run").booleanValue()).isTrue();
        assertThat(dry.path("edit").isNull()).isTrue();
        assertThat(dry.path("version").intValue()).isEqualTo(1);
        assertThat(calls.bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));

        JsonNode real = json(calls.setMode("legacy-auth", "", "{\"mode\":\"enforce\"}"));
        assertThat(real.path("affected")).isEqualTo(dry.path("affected"));
        assertThat(real.path("warnings")).isEqualTo(dry.path("warnings"));
    }

    @Test
    void a_mode_can_be_set_on_one_route_for_a_share_with_a_rest_and_a_date() {
        JsonNode step = json(calls.setMode(
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
        calls.bridge.set(OWNERSHIP, Mode.WARN);

        Answer stale = calls.setMode("legacy-auth", "", "{\"mode\":\"enforce\"}", "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.fields()).contains(new HeaderField("ETag", "\"2\""));
        assertThat(calls.setMode("legacy-auth", "dryRun=true", "{\"mode\":\"enforce\"}", "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
        assertThat(calls.setMode("legacy-auth", "", "{\"mode\":\"enforce\"}", "If-Match", "W/\"2\"")
                        .status())
                .isEqualTo(412);
        assertThat(calls.bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));

        assertThat(calls.setMode("legacy-auth", "", "{\"mode\":\"enforce\"}", "If-Match", "\"1\", \"2\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void setting_what_holds_already_changes_nothing_and_says_so() {
        JsonNode step = json(calls.setMode("legacy-auth", "", "{\"mode\":\"monitor\"}"));

        assertThat(step.path("edit").isNull()).isTrue();
        assertThat(step.path("version").intValue()).isEqualTo(1);
        assertThat(step.path("warnings").get(0).stringValue())
                .isEqualTo("Nothing changes: legacy-auth is monitor already.");
        assertThat(calls.setMode("legacy-auth", "", "{\"mode\":\"monitor\"}", "If-Match", "\"9\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void an_unknown_name_is_told_what_may_have_been_meant() {
        Answer policy = calls.setMode("legacy-outh", "", "{\"mode\":\"warn\"}");
        Answer route = calls.setMode("legacy-auth", "", "{\"mode\":\"warn\",\"route\":\"work-ordesr\"}");

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
        Answer answer = calls.setMode("legacy-auth", "", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(calls.bridge.steering().position().version()).isEqualTo(1);
    }

    @Test
    void a_wish_that_makes_no_sense_is_told_what_would() {
        Answer answer = calls.setMode("ownership", "", "{\"mode\":\"enforce\",\"share\":\"25%\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(json(answer).path("remediation").stringValue()).contains("rest");
    }

    @Test
    void an_unclear_dry_run_is_not_taken_for_a_real_one() {
        assertThat(calls.setMode("legacy-auth", "dryRun=yes", "{\"mode\":\"enforce\"}")
                        .status())
                .isEqualTo(400);
        assertThat(calls.setMode("legacy-auth", "dryRun=true&dryRun=false", "{\"mode\":\"enforce\"}")
                        .status())
                .isEqualTo(400);
        assertThat(calls.bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void edits_are_listed_and_undone() {
        calls.bridge.set(LEGACY, Mode.WARN);

        JsonNode dry = json(calls.undo("1", "dryRun=true"));
        assertThat(dry.path("after").path("text").stringValue()).isEqualTo("monitor");
        assertThat(calls.bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.WARN));

        assertThat(json(calls.undo("1", "")).path("edit").intValue()).isEqualTo(2);
        assertThat(calls.bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
        JsonNode edits = json(calls.get("/v1/edits", "limit=10")).path("edits");
        assertThat(edits.get(0).path("undoes").intValue()).isEqualTo(1);
        assertThat(edits.get(1).path("undone_by").intValue()).isEqualTo(2);
        assertThat(edits.get(1).path("actor").stringValue()).isEqualTo("ann");
        assertThat(json(calls.get("/v1/edits", "limit=1")).path("edits")).hasSize(1);

        assertThat(calls.undo("1", "").status()).isEqualTo(409);
        assertThat(calls.undo("99", "").status()).isEqualTo(404);
        assertThat(calls.undo("first", "").status()).isEqualTo(404);
        assertThat(calls.get("/v1/edits", "limit=0").status()).isEqualTo(400);
        assertThat(calls.get("/v1/edits", "limit=many").status()).isEqualTo(400);
    }

    @Test
    void a_reload_says_what_changed_or_what_is_wrong() {
        assertThat(json(calls.reload())).isEqualTo(Json.read("{\"version\": 1, \"changed\": false, \"changes\": []}"));

        calls.bridge.writes(Blueprints.usual().setting("drain", "10s"));
        assertThat(json(calls.reload()))
                .isEqualTo(Json.read("{\"version\": 2, \"changed\": true, \"changes\": [\"drain is new: 10s\"]}"));

        calls.bridge.onDisk = new BlueprintSource.Reading.Broken(
                List.of(new Problem.Flaw("drawbridge.yaml", 3, 5, "unknown key 'moed'")));
        Answer broken = calls.reload();
        assertThat(broken.status()).isEqualTo(422);
        assertThat(json(broken).path("errors")).isEqualTo(Json.read("""
                        [{"file": "drawbridge.yaml", "line": 3, "column": 5, "message": "unknown key 'moed'"}]"""));
    }
}
