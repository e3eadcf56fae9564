package io.drawbridge.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.FakeReadiness;
import io.drawbridge.controlplane.fixture.OpenApiDocument;
import io.drawbridge.controlplane.fixture.RecordingSink;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.snapshot.Snapshot;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
    @TempDir
    Path folder;

    private Bridge bridge;
    private Blocks blocks;
    private AdminRoutes routes;

    @BeforeEach
    void start() {
        bridge = new Bridge(folder, Blueprints.usual());
        blocks = Blocks.start(bridge.database(), new Blocklist(), bridge.clock, new RecordingSink());
        routes = new AdminRoutes(
                bridge.steering(),
                new FakeReadiness(Blueprints.LEGACY),
                _ -> Optional.empty(),
                new Accounts(bridge.database(), bridge.clock, 1),
                new Vitals("1", TestClock.START, Map.of()),
                bridge.violations(),
                (_, _) -> Answer.json(200, "{\"status\":\"ready\"}"),
                bridge.clock,
                BlockRoutes.of(
                        blocks,
                        _ -> List.of(),
                        new BlockWarnings(() -> NetworkSet.NONE, NetworkSet.NONE, () -> Stance.of(Mode.ENFORCE)),
                        bridge.clock));
    }

    @AfterEach
    void stop() {
        blocks.close();
        bridge.close();
    }

    @Test
    void the_document_has_just_the_operations_that_there_are() {
        Set<String> there = new TreeSet<>();
        routes.list().forEach(route -> there.add(route.method() + " " + route.path()));
        for (OwnRoute own : OwnRoute.values()) {
            // HEAD goes with GET and has no operation of its own.
            own.methods().stream()
                    .filter(method -> !method.equals("HEAD"))
                    .forEach(method -> there.add(method + " " + own.template().text()));
        }

        assertThat(document().operations()).isEqualTo(there);
        assertThat(there).hasSizeGreaterThan(15);
    }

    @Test
    void every_reference_in_the_document_leads_somewhere() {
        assertThat(document().brokenReferences()).isEmpty();
    }

    @Test
    void a_document_that_says_something_else_is_noticed() {
        OpenApiDocument document = document();

        assertThat(document.mistakes("GET", "/api/v1/health", 200, "application/json", "{\"status\":\"ok\"}"))
                .isEmpty();
        assertThat(document.mistakes("GET", "/api/v1/health", 200, "application/json", "{\"status\":\"bad\"}"))
                .hasSize(1);
        assertThat(document.mistakes("GET", "/api/v1/health", 200, "application/json", "{\"status\":\"ok\",\"x\":1}"))
                .hasSize(1);
        assertThat(document.mistakes("GET", "/api/v1/health", 500, "application/json", "{}"))
                .hasSize(1);
        assertThat(document.mistakes("GET", "/v1/edits", 200, "application/json", "{\"edits\":[{\"number\":\"1\"}]}"))
                .hasSizeGreaterThan(1);
    }

    @Test
    void every_route_but_the_open_ones_asks_for_the_key_and_all_ask_for_a_name_of_the_machine() {
        Snapshot snapshot = routes.snapshot(
                new Secret("0123456789abcdef0123456789abcdef"),
                new AdminHost("127.0.0.1", InetAddress.ofLiteral("127.0.0.1")),
                new WrongKeys(System::nanoTime),
                bridge.steering().buckets());

        assertThat(snapshot.routes()).hasSize(routes.list().size());
        for (Route route : snapshot.routes()) {
            List<String> names = route.onArrival().stream()
                    .map(binding -> binding.name().text())
                    .toList();
            boolean open = Set.of("/style.css", "/openapi.json", "/livez", "/readyz")
                    .contains(route.template().text());
            assertThat(names)
                    .isEqualTo(
                            open
                                    ? List.of("admin-headers", "admin-host")
                                    : List.of("admin-headers", "admin-host", "admin-access"));
            assertThat(route.onArrival()).extracting(Binding<Arrived>::stance).containsOnly(Stance.of(Mode.ENFORCE));
        }
        assertThat(snapshot.unroutedFields().names("content-security-policy")).isTrue();
    }

    private OpenApiDocument document() {
        return new OpenApiDocument(new OpenApiEndpoint()
                .answer(
                        io.drawbridge.controlplane.fixture.Exchanges.request(
                                "GET", "/openapi.json", Map.of(), io.drawbridge.domain.identity.Identity.ANONYMOUS),
                        new byte[0])
                .body());
    }
}
