package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is counted is what was sent, a share is the same clients every time, and both outlive a restart and a kill.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CountingIT {
    private static final int CLIENTS = 1_000;
    private static final int MIXED_REQUESTS = 10_000;
    private static final String SOME_ORDER = "/api/v1/work-orders/00000000-0000-0000-0000-000000000000";

    @TempDir
    private static Path folder;

    private static Demo demo;
    private static Set<Integer> refusedAtHalf = Set.of();

    @BeforeAll
    static void start() throws IOException {
        demo = Demo.start(folder.resolve("data"), "--no-traffic");
        demo.setMode("rate-limit", "{\"mode\":\"off\"}");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    /// What one client did, as that client counts it.
    private static final class Tally {
        long requests;
        final TreeMap<String, Long> violations = new TreeMap<>();

        long legacy() {
            return violations.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// The ways of asking. Those that are not in the legacy way never count for it.
    private enum Way {
        MODERN,
        LEGACY,
        LEGACY_ENCODED,
        OWN_NAMED,
        FOREIGN_NAMED,
        BAD_TOKEN,
        BAD_TOKEN_AND_NAMED,
        NOBODY
    }

    @Test
    @Order(1)
    void the_report_equals_what_the_clients_counted() throws IOException {
        Random random = new Random(42);
        TreeMap<String, Tally> claimed = new TreeMap<>();
        TreeMap<String, Long> endpoints = new TreeMap<>();
        long[] unauthenticated = {0};
        long[] foreign = {0};
        for (int i = 0; i < 100; i++) {
            String address = "127.9.0." + (i + 1);
            try (Wire wire = demo.from(address)) {
                for (int j = 0; j < MIXED_REQUESTS / 100; j++) {
                    Way way = Way.values()[random.nextInt(Way.values().length)];
                    String user = random.nextBoolean() ? "user1" : "user2";
                    String route = send(wire, way, user, random.nextInt(4));
                    switch (way) {
                        case LEGACY, LEGACY_ENCODED -> {
                            Tally tally = claimed.computeIfAbsent("claimed:" + user + "@" + address, _ -> new Tally());
                            tally.requests++;
                            tally.violations.merge(route, 1L, Long::sum);
                            endpoints.merge(route, 1L, Long::sum);
                        }
                        case BAD_TOKEN, BAD_TOKEN_AND_NAMED, NOBODY -> unauthenticated[0]++;
                        case FOREIGN_NAMED -> foreign[0]++;
                        case MODERN, OWN_NAMED -> {
                            // Nothing to say against it.
                        }
                    }
                }
                // Neither a route of the gateway's own nor no route at all is the API's traffic.
                assertThat(wire.send("GET", "/api/v1/health?user_id=user1").status())
                        .isEqualTo(200);
                assertThat(wire.send("GET", "/elsewhere?user_id=user1").status())
                        .isEqualTo(404);
            }
        }

        JsonNode report = demo.report();
        assertThat(report.path("total_requests").asLong()).isEqualTo(MIXED_REQUESTS);
        assertThat(report.path("total_violations").asLong())
                .isEqualTo(claimed.values().stream().mapToLong(Tally::legacy).sum());
        assertThat(report.path("other_clients").path("requests").asLong()).isZero();
        TreeMap<String, Long> reportedEndpoints = new TreeMap<>();
        report.path("endpoints")
                .forEach(endpoint -> reportedEndpoints.put(
                        endpoint.path("route").asString(),
                        endpoint.path("violation_count").asLong()));
        assertThat(reportedEndpoints).isEqualTo(endpoints);
        TreeMap<String, String> reportedClients = new TreeMap<>();
        report.path("clients")
                .forEach(client -> reportedClients.put(client.path("client").asString(), told(client)));
        TreeMap<String, String> expectedClients = new TreeMap<>();
        claimed.forEach((client, tally) -> expectedClients.put(client, tally.requests + " " + tally.violations));
        assertThat(reportedClients).isEqualTo(expectedClients);

        assertThat(refusals("authentication")).isEqualTo(unauthenticated[0]);
        assertThat(refusals("ownership")).isEqualTo(foreign[0]);
    }

    private static String told(JsonNode client) {
        TreeMap<String, Long> routes = new TreeMap<>();
        client.path("routes")
                .forEach(route -> routes.put(
                        route.path("route").asString(),
                        route.path("would_refuse").asLong()));
        return client.path("requests").asLong() + " " + routes;
    }

    private static long refusals(String policy) throws IOException {
        return demo.admin("/v1/readiness?policy=" + policy)
                .path("policies")
                .path(0)
                .path("refused")
                .asLong();
    }

    /// @return the route that it went to
    private static String send(Wire wire, Way way, String user, int kind) throws IOException {
        String query = switch (way) {
            case MODERN, BAD_TOKEN, NOBODY -> "?limit=1";
            case LEGACY, OWN_NAMED, BAD_TOKEN_AND_NAMED -> "?limit=1&user_id=" + user;
            case LEGACY_ENCODED -> "?limit=1&user%5Fid=" + user;
            case FOREIGN_NAMED -> "?limit=1&user_id=somebody-else";
        };
        String authorization = switch (way) {
            case MODERN, OWN_NAMED, FOREIGN_NAMED -> demo.bearer(user.equals("user1") ? "USER1_TOKEN" : "USER2_TOKEN");
            case BAD_TOKEN, BAD_TOKEN_AND_NAMED -> "Authorization: Bearer not.a.token";
            case LEGACY, LEGACY_ENCODED, NOBODY -> "X-Nothing: here";
        };
        Reply reply;
        String route;
        switch (kind) {
            case 0 -> {
                reply = wire.send("GET", SOME_ORDER + withoutLimit(query), authorization);
                route = "work-order";
            }
            case 1 -> {
                reply = wire.send("DELETE", SOME_ORDER + withoutLimit(query), authorization);
                route = "work-order";
            }
            case 2 -> {
                reply = wire.sendBody(
                        "PATCH",
                        SOME_ORDER + "/status" + withoutLimit(query),
                        "{\"status\":\"completed\"}",
                        "Content-Type: application/json",
                        authorization);
                route = "work-order-status";
            }
            default -> {
                reply = wire.send("GET", "/api/v1/work-orders" + query, authorization);
                route = "work-orders";
            }
        }
        int passed = kind == 3 ? 200 : 404;
        assertThat(reply.status())
                .as("%s %s: %s", way, route, reply.body())
                .isEqualTo(
                        switch (way) {
                            case MODERN, LEGACY, LEGACY_ENCODED, OWN_NAMED -> passed;
                            case FOREIGN_NAMED -> 403;
                            case BAD_TOKEN, BAD_TOKEN_AND_NAMED, NOBODY -> 401;
                        });
        return route;
    }

    private static String withoutLimit(String query) {
        return query.equals("?limit=1") ? "" : query.replace("limit=1&", "");
    }

    @Test
    @Order(2)
    void a_share_is_about_so_many_clients_and_a_larger_one_holds_them_all() throws IOException {
        demo.drawbridge("mode", "set", "legacy-auth", "enforce", "--share", "25%", "--yes")
                .succeeds();
        Set<Integer> quarter = refused();
        demo.drawbridge("mode", "set", "legacy-auth", "enforce", "--share", "50%", "--yes")
                .succeeds();
        refusedAtHalf = refused();

        assertThat(quarter.size()).isBetween(CLIENTS * 21 / 100, CLIENTS * 29 / 100);
        assertThat(refusedAtHalf.size()).isBetween(CLIENTS * 45 / 100, CLIENTS * 55 / 100);
        assertThat(refusedAtHalf).containsAll(quarter);
    }

    @Test
    @Order(3)
    void after_a_restart_modes_are_as_they_were_and_a_share_is_the_same_clients() throws IOException {
        JsonNode policies = demo.admin("/v1/policies");
        JsonNode edits = demo.admin("/v1/edits");
        long counted = demo.report().path("total_requests").asLong();
        demo.stop();
        demo = Demo.start(folder.resolve("data"), "--no-traffic");

        assertThat(demo.admin("/v1/policies")).isEqualTo(policies);
        assertThat(demo.admin("/v1/edits")).isEqualTo(edits);
        assertThat(demo.report().path("total_requests").asLong()).isEqualTo(counted);
        assertThat(refused()).isEqualTo(refusedAtHalf);
    }

    /// Which of a thousand legacy clients, each with an address and a name of its own, are refused.
    private static Set<Integer> refused() throws IOException {
        Set<Integer> refused = new LinkedHashSet<>();
        for (int i = 0; i < CLIENTS; i++) {
            try (Wire wire = demo.from("127.1." + i / 200 + "." + (i % 200 + 1))) {
                Reply reply = wire.send("GET", "/api/v1/work-orders?user_id=client-" + i);
                assertThat(reply.status()).isIn(200, 401);
                if (reply.status() == 401) {
                    refused.add(i);
                }
            }
        }
        return refused;
    }

    @Test
    @Order(4)
    void after_a_kill_under_load_only_the_last_second_may_be_missing() throws IOException, InterruptedException {
        demo.setMode("legacy-auth", "{\"mode\":\"warn\"}");
        long before = demo.report().path("total_requests").asLong();
        AtomicLong sent = new AtomicLong();
        ConcurrentLinkedQueue<Long> answered = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            String address = "127.10.0." + i;
            clients.add(Thread.ofVirtual().start(() -> load(address, sent, answered)));
        }
        Eventually.holds("there is load", () -> answered.size() > 200);
        demo.setMode("ownership", "{\"mode\":\"warn\",\"route\":\"work-order\"}");
        demo.setMode("legacy-auth", "{\"mode\":\"enforce\",\"share\":\"10%\"}");
        JsonNode policies = demo.admin("/v1/policies");
        JsonNode edits = demo.admin("/v1/edits");
        int soFar = answered.size();
        long edited = System.nanoTime();
        Eventually.holds(
                "more load, and longer than what may be missing",
                () -> answered.size() > soFar + 200 && System.nanoTime() - edited > 3_000_000_000L);

        ProcessHandle service = demo.service();
        long killed = System.nanoTime();
        demo.program().kill();
        demo.program().ended();
        for (Thread client : clients) {
            client.join();
        }
        Eventually.holds("the service stops by itself", () -> !service.isAlive());

        demo = Demo.start(folder.resolve("data"), "--no-traffic");
        assertThat(demo.admin("/v1/policies")).isEqualTo(policies);
        assertThat(demo.admin("/v1/edits")).isEqualTo(edits);
        long counted = demo.report().path("total_requests").asLong() - before;
        long certain =
                answered.stream().filter(at -> killed - at > 1_000_000_000L).count();
        assertThat(certain).isGreaterThan(200);
        assertThat(counted).isBetween(certain, sent.get());
    }

    /// Asks one request after the other, until nobody answers.
    private static void load(String address, AtomicLong sent, ConcurrentLinkedQueue<Long> answered) {
        try (Wire wire = demo.from(address)) {
            while (true) {
                sent.incrementAndGet();
                wire.send("GET", "/api/v1/work-orders?limit=1&user_id=user1");
                answered.add(System.nanoTime());
            }
        } catch (IOException killed) {
            assertThat(killed).isNotNull();
        }
    }

    @Test
    @Order(5)
    void a_port_that_is_taken_ends_the_demo_with_a_sentence() throws IOException {
        Program.Ran ran = Program.run(
                folder,
                java.util.Map.of(),
                "demo",
                "--no-traffic",
                "--port",
                String.valueOf(demo.url().getPort()),
                "--admin-port",
                "0",
                "--data",
                folder.resolve("second").toString());

        assertThat(ran.exit()).as(ran.err()).isEqualTo(3);
        assertThat(ran.err())
                .contains(String.valueOf(demo.url().getPort()))
                .doesNotContain("is broken")
                .hasLineCount(1);
    }
}
