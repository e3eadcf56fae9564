package io.drawbridge.controlplane.admin;

import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.FakeReadiness;
import io.drawbridge.controlplane.fixture.OpenApiDocument;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.controlplane.health.Dependency;
import io.drawbridge.controlplane.health.Phase;
import io.drawbridge.controlplane.health.ReadinessEndpoint;
import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.readiness.SeenClient;
import io.drawbridge.domain.route.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The admin API as a test calls it: each answer is compared with the OpenAPI document.
final class AdminCalls implements AutoCloseable {
    static final NetworkSet ALLOWED = new NetworkSet(List.of(Network.parse("192.0.2.200")));
    static final NetworkSet PROXIES = new NetworkSet(List.of(Network.parse("10.0.0.0/8")));
    private static final List<SeenClient> SEEN = List.of(
            new SeenClient(new Client.Subject("ann"), "192.0.2.7", "curl/8", TestClock.START, 12),
            new SeenClient(new Client.Network("198.51.100.1"), "198.51.100.1", "nmap", TestClock.START, 1));

    static final DecisionId DECISION = new DecisionId("0123456789abcdef0123456789ab");

    final Bridge bridge;
    final AdminRoutes routes;
    final List<Dependency> dependencies = new ArrayList<>();
    final Blocklist blocklist;
    final Blocks blocks;
    /// How far ip-block is raised.
    Stance ipBlock = Stance.of(Mode.ENFORCE);
    private final OpenApiDocument document;

    AdminCalls(Path folder) {
        bridge = new Bridge(folder, Blueprints.usual());
        FakeReadiness readiness = new FakeReadiness(LEGACY)
                .allowed(70)
                .denied(new Client.Claimed("ann", "127.0.0.9"), "curl/8", ORDERS, 30, TestClock.START.minusSeconds(60));
        blocklist = new Blocklist();
        blocks = Blocks.start(bridge.database(), blocklist, bridge.clock, bridge.events);
        routes = new AdminRoutes(
                bridge.steering(),
                readiness,
                id -> id.equals(DECISION) ? Optional.of(decision()) : Optional.empty(),
                new Accounts(bridge.database(), bridge.clock, 2),
                new Vitals("1.2.3", TestClock.START, Map.of("events_dropped", () -> 7)),
                bridge.violations(),
                new ReadinessEndpoint(() -> Phase.SERVING, () -> dependencies, ReadinessEndpoint.Audience.OPERATORS),
                bridge.clock,
                BlockRoutes.of(
                        blocks,
                        network -> SEEN.stream()
                                .filter(client -> network.contains(
                                        Address.parse(client.address()).orElseThrow()))
                                .toList(),
                        new BlockWarnings(() -> ALLOWED, PROXIES, () -> ipBlock),
                        bridge.clock));
        document = new OpenApiDocument(
                raw("GET", "/openapi.json", Map.of(), "", "").body());
    }

    @Override
    public void close() {
        blocks.close();
        bridge.close();
    }

    Answer get(String path, String query) {
        return call("GET", path, Map.of(), query, "");
    }

    Answer setMode(String policy, String query, String body, String... fields) {
        return call("PUT", "/v1/policies/{policy}/mode", Map.of("policy", policy), query, body, fields);
    }

    Answer undo(String number, String query) {
        return call("POST", "/v1/edits/{number}/undo", Map.of("number", number), query, "");
    }

    Answer reload() {
        return call("POST", "/v1/reload", Map.of(), "", "");
    }

    Answer users(String body) {
        return call("POST", "/v1/users", Map.of(), "", body);
    }

    /// Calls an endpoint, and sees to it that its answer is as the OpenAPI document says.
    Answer call(
            String method, String path, Map<String, String> pathValues, String query, String body, String... fields) {
        Answer answer = raw(method, path, pathValues, query, body, fields);
        assertThat(document.mistakes(method, path, answer.status(), answer.contentType(), answer.body()))
                .isEmpty();
        return answer;
    }

    private Answer raw(
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
        return answer;
    }

    static JsonNode json(Answer answer) {
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
