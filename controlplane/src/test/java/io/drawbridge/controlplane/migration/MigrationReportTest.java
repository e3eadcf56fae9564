package io.drawbridge.controlplane.migration;

import static io.drawbridge.controlplane.fixture.Blueprints.DECRYPT;
import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static io.drawbridge.controlplane.fixture.Blueprints.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.admin.AdminRoutes;
import io.drawbridge.controlplane.admin.Vitals;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.FakeReadiness;
import io.drawbridge.controlplane.fixture.OpenApiDocument;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.HeaderField;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MigrationReportTest {
    private static final Instant RECENTLY = TestClock.START.minusSeconds(60);
    private static final String PATH = "/api/v1/security/migration-report";

    @TempDir
    Path folder;

    private Bridge bridge;
    private FakeReadiness readiness;
    private MigrationReportEndpoint endpoint;

    @BeforeEach
    void start() {
        bridge = new Bridge(folder, Blueprints.usual());
        readiness = new FakeReadiness(LEGACY);
        endpoint = new MigrationReportEndpoint(LEGACY, () -> bridge.steering().position(), readiness, bridge.clock);
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void before_the_first_request_the_report_is_empty() {
        JsonNode body = report();

        assertThat(body.path("enabled").booleanValue()).isTrue();
        assertThat(body.path("block_legacy").booleanValue()).isFalse();
        JsonNode report = body.path("report");
        assertThat(report.path("migration_start").isNull()).isTrue();
        assertThat(report.path("duration_hours").doubleValue()).isZero();
        for (String number : List.of("total_legacy_endpoints", "total_violations", "total_requests")) {
            assertThat(report.path(number).longValue()).as(number).isZero();
        }
        for (String list : List.of("endpoints", "clients", "trend", "recommendations")) {
            assertThat(report.path(list)).as(list).isEmpty();
        }
    }

    @Test
    void the_report_says_where_the_pattern_is_still_used_and_by_whom() {
        readiness
                .allowed(650)
                .denied(new Client.Claimed("ann", "127.0.0.9"), "curl/8", ORDERS, 300, RECENTLY)
                .denied(new Client.Claimed("bob", "127.0.0.9"), "app/1", DECRYPT, 50, RECENTLY);

        JsonNode report = report().path("report");

        assertThat(report.path("migration_start").stringValue()).isEqualTo("2026-02-28T00:00:00Z");
        assertThat(report.path("duration_hours").doubleValue()).isEqualTo(36);
        assertThat(report.path("total_legacy_endpoints").intValue()).isEqualTo(2);
        assertThat(report.path("total_violations").intValue()).isEqualTo(350);
        assertThat(report.path("total_requests").intValue()).isEqualTo(1000);
        assertThat(report.path("share_of_requests").doubleValue()).isEqualTo(0.35);
        assertThat(report.path("endpoints")).isEqualTo(Json.read("""
                        [{"path": "/api/v1/work-orders", "route": "work-orders", "violation_count": 300, "would_refuse": 300,
                          "refused": 0, "clients": 1, "is_critical": false, "is_known_legacy": true, "mode": "monitor",
                          "first_seen": "2026-03-01T11:59:00Z", "last_seen": "2026-03-01T11:59:00Z"},
                         {"path": "/api/v1/decrypt", "route": "decrypt", "violation_count": 50, "would_refuse": 50,
                          "refused": 0, "clients": 1, "is_critical": true, "is_known_legacy": true, "mode": "enforce",
                          "first_seen": "2026-03-01T11:59:00Z", "last_seen": "2026-03-01T11:59:00Z"}]"""));
        assertThat(report.path("clients").get(0).path("user").stringValue()).isEqualTo("ann");
        assertThat(report.path("clients").get(0).path("user_agent").stringValue())
                .isEqualTo("curl/8");
        assertThat(report.path("recommendations")).isEqualTo(Json.read("""
                        ["Critical: /api/v1/decrypt saw the legacy pattern 50 times. Move its clients first.",
                         "/api/v1/work-orders saw the legacy pattern 300 times, from 1 client. Tell its owner.",
                         "legacy-auth: 2 clients were denied, 35 % of all requests. Warn them, so that they learn of it. Next: drawbridge mode set legacy-auth warn"]"""));
    }

    @Test
    void an_endpoint_that_is_not_configured_any_more_keeps_its_count() {
        readiness.denied(new Client.Network("127.0.0.9"), "curl", new RouteName("gone"), 5, RECENTLY);

        JsonNode endpoint = report().path("report").path("endpoints").get(0);

        assertThat(endpoint.path("path").stringValue()).isEqualTo("gone");
        assertThat(endpoint.path("is_known_legacy").booleanValue()).isFalse();
    }

    @Test
    void every_policy_in_monitor_or_warn_is_reported_too() {
        assertThat(policies()).containsExactly("legacy-auth");

        bridge.set(OWNERSHIP, ORDERS, Mode.WARN);
        assertThat(policies()).containsExactly("legacy-auth", "ownership");

        bridge.set(LEGACY, Mode.ENFORCE);
        assertThat(policies()).containsExactly("ownership");
    }

    @Test
    void what_is_said_to_be_blocked_is_blocked_for_everybody() {
        bridge.apply(bridge.plan(
                LEGACY,
                new io.drawbridge.controlplane.snapshots.StanceRequest(
                        Mode.ENFORCE, Optional.of(Share.parse("25%")), Optional.empty(), Optional.empty())));
        assertThat(report().path("block_legacy").booleanValue()).isFalse();

        bridge.set(LEGACY, Mode.ENFORCE);
        assertThat(report().path("block_legacy").booleanValue()).isTrue();

        bridge.set(LEGACY, Mode.OFF);
        assertThat(report().path("enabled").booleanValue()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "superadmin"})
    void administrators_get_the_report(String role) {
        assertThat(as(new Identity.Verified("ann", Set.of("user", role), TestClock.START))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "Admin", "administrator", "premium"})
    void no_other_role_gets_it(String role) {
        Answer answer = as(new Identity.Verified("ann", Set.of(role), TestClock.START));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("total_violations");
    }

    @Test
    void who_only_claims_to_be_somebody_does_not_get_it_in_any_mode() {
        for (Identity identity : List.of(Identity.ANONYMOUS, new Identity.Legacy("admin", "query:user_id"))) {
            Answer answer = as(identity);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.fields()).extracting(HeaderField::name).contains("WWW-Authenticate");
        }
    }

    @Test
    void the_report_is_as_the_openapi_document_says() throws Exception {
        readiness
                .allowed(10)
                .denied(new Client.Claimed("ann", "127.0.0.9"), "curl/8", ORDERS, 3, RECENTLY)
                .hour(TestClock.START, 3);
        AdminRoutes routes = new AdminRoutes(
                bridge.steering(),
                readiness,
                _ -> Optional.empty(),
                new Accounts(bridge.database(), bridge.clock, 1),
                new Vitals("1", TestClock.START, Map.of()),
                bridge.violations(),
                (_, _) -> Answer.json(200, "{}"),
                bridge.clock);
        OpenApiDocument document = new OpenApiDocument(routes.list().stream()
                .filter(route -> route.path().equals("/openapi.json"))
                .findFirst()
                .orElseThrow()
                .endpoint()
                .answer(Exchanges.request("GET", "/openapi.json", Map.of(), Identity.ANONYMOUS), new byte[0])
                .body());
        Answer answer = as(new Identity.Verified("ann", Set.of("admin"), TestClock.START));

        assertThat(document.mistakes("GET", PATH, 200, answer.contentType(), answer.body()))
                .isEmpty();
    }

    @Test
    void the_guide_shows_how_to_move_from_each_pattern() {
        MigrationGuideEndpoint guide = new MigrationGuideEndpoint(
                List.of(
                        MigrationGuideEndpoint.LegacyPattern.of("query:user_id"),
                        MigrationGuideEndpoint.LegacyPattern.of("header:X-User-<Id>")),
                MigrationGuideEndpoint.TokenSource.LOGIN,
                () -> Optional.of(TestClock.START));

        Answer answer = guide.answer(
                Exchanges.request("GET", "/api/v1/security/migration-guide", Map.of(), Identity.ANONYMOUS),
                new byte[0]);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.body())
                .contains("?user_id=$ID", "Authorization: Bearer $TOKEN", "/api/v1/auth/login", "2026-03-01T12:00:00Z")
                .contains("X-User-&lt;Id&gt;")
                .doesNotContain("<script", "style=");
    }

    @Test
    void a_guide_without_a_login_of_its_own_sends_nobody_there() {
        MigrationGuideEndpoint guide = new MigrationGuideEndpoint(
                List.of(MigrationGuideEndpoint.LegacyPattern.of("query:user_id")),
                MigrationGuideEndpoint.TokenSource.ELSEWHERE,
                Optional::empty);

        assertThat(guide.answer(Exchanges.request("GET", "/", Map.of(), Identity.ANONYMOUS), new byte[0])
                        .body())
                .doesNotContain("auth/login", "From <strong>")
                .contains("identity provider");
    }

    private JsonNode report() {
        return Json.read(as(new Identity.Verified("ann", Set.of("admin"), TestClock.START))
                .body());
    }

    private List<String> policies() {
        return report().path("report")
                .path("policies")
                .valueStream()
                .map(policy -> policy.path("policy").stringValue())
                .toList();
    }

    private Answer as(Identity identity) {
        return endpoint.answer(Exchanges.request("GET", PATH, Map.of(), identity), new byte[0]);
    }
}
