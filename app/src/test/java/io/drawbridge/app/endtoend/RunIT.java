package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `drawbridge run`: starting, refusing to start, reloading and stopping.
class RunIT {
    private static final String USER1 = Running.bearer("{\"sub\":\"user1\",\"exp\":SOON}");
    private static final String ROUTE = """
              - path: %s
                upstream: api
                %s
            """;

    private static Upstream api;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        api = Upstream.start();
    }

    @AfterAll
    static void stop() throws IOException {
        api.close();
    }

    private static String yaml(String... routes) {
        return """
                version: 1
                upstreams:
                  api: %s
                rate_limits:
                  api: 100000/minute
                routes:
                %s""".formatted(api.url(), String.join("", routes));
    }

    private static String guarded(String path) {
        return ROUTE.formatted(path, "authentication: required");
    }

    private static String open(String path) {
        return ROUTE.formatted(path, "public: true");
    }

    @Test
    void a_bad_file_stops_the_start_with_every_mistake_and_its_place() throws IOException {
        Path file =
                Running.adapted(folder, "bad.yaml", yaml(guarded("/api/**")).replace("upstream: api", "upstreem: api"));

        Program.Ran ran = Running.refused(file, Running.environment(Map.of()));

        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err())
                .containsPattern("bad\\.yaml:\\d+:\\d+: .*upstreem")
                .contains("did you mean", "upstream");
    }

    @Test
    void an_unknown_environment_stops_the_start() throws IOException {
        Path file = Running.adapted(folder, "gateway.yaml", yaml(guarded("/api/**")));

        Program.Ran ran = Running.refused(file, Running.environment(Map.of("ENVIRONMENT", "prodcution")));

        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("ENVIRONMENT", "prodcution", "production");
    }

    @Test
    void production_without_secrets_stops_the_start_and_names_both() throws IOException {
        Path file = Running.adapted(folder, "gateway.yaml", yaml(guarded("/api/**")));

        Program.Ran ran = Running.refused(file, Map.of("ENVIRONMENT", "production"));

        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("SECRET_KEY", "ADMIN_API_KEY");
    }

    @Test
    void variables_that_contradict_each_other_stop_the_start() throws IOException {
        Path file = Running.adapted(folder, "gateway.yaml", yaml(guarded("/api/**")));

        Program.Ran ran = Running.refused(
                file, Running.environment(Map.of("ENABLE_SECURITY_MIGRATION", "false", "BLOCK_LEGACY_AUTH", "true")));

        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("ENABLE_SECURITY_MIGRATION", "BLOCK_LEGACY_AUTH");
    }

    @Test
    void a_reload_changes_routes_on_open_connections_and_refuses_a_bad_file_whole() throws IOException {
        Path file = Running.adapted(folder, "gateway.yaml", yaml(guarded("/api/**")));
        String first = Files.readString(file);
        try (Running gateway = Running.start(file, Map.of());
                Wire open = gateway.from("127.0.0.1")) {
            assertThat(open.send("GET", "/new/one").status()).isEqualTo(404);

            Files.writeString(file, first + open("/new/**"));
            gateway.program().signal("HUP");
            Eventually.holds("SIGHUP brings the new route", () -> status(open, "/new/one") == 200);

            Files.writeString(file, first.replace("/api/**", "/api2/**"));
            assertThat(gateway.drawbridge("reload").succeeds().out()).contains("Reloaded");
            assertThat(open.send("GET", "/new/one").status()).isEqualTo(404);
            assertThat(open.send("GET", "/api/things", USER1).status()).isEqualTo(404);
            assertThat(open.send("GET", "/api2/things", USER1).status()).isEqualTo(200);

            Files.writeString(file, first + open("/other/**").replace("public:", "pubic:"));
            Program.Ran refused = gateway.drawbridge("reload");
            assertThat(refused.exit()).isEqualTo(4);
            assertThat(refused.err())
                    .containsPattern("gateway\\.yaml:\\d+:\\d+: .*pubic")
                    .contains("did you mean", "public");
            gateway.program().signal("HUP");
            Path log = folder.resolve("data-gateway.yaml/logs/app.log");
            Eventually.holds(
                    "SIGHUP says that it refuses it",
                    () -> lines(log).stream().anyMatch(line -> line.contains(" ERROR ") && line.contains("pubic")));
            assertThat(open.send("GET", "/other/one").status()).isEqualTo(404);
            assertThat(open.send("GET", "/api2/things", USER1).status()).isEqualTo(200);
            gateway.program().assertStillRuns();
        }
    }

    @Test
    void sigterm_lets_a_request_that_is_under_way_end() throws Exception {
        Path file = Running.adapted(folder, "gateway.yaml", yaml(open("/**")));
        try (Upstream slow = Upstream.start()) {
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(api.url().toString(), slow.url().toString()));
            try (Running gateway = Running.start(file, Map.of());
                    Wire wire = gateway.from("127.0.0.1")) {
                wire.write("GET /drained/slow HTTP/1.1\r\nHost: here\r\n\r\n");
                Eventually.holds("it is under way", () -> slow.hasSeen("/drained/slow"));

                gateway.program().terminate();
                Eventually.holds("nobody else is let in", () -> isClosed(gateway));
                slow.letGo();

                Reply reply = wire.read("GET");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("get /drained/slow http/1.1");
                assertThat(gateway.program().ended().exit()).isEqualTo(128 + 15);
            }
        }
    }

    @Test
    void a_variable_is_an_edit_when_it_changes_and_nothing_when_it_does_not() throws IOException {
        Path file = Running.adapted(folder, "gateway.yaml", yaml(guarded("/api/**")));
        Map<String, String> on = Map.of("ENABLE_SECURITY_MIGRATION", "true", "BLOCK_LEGACY_AUTH", "false");
        Map<String, String> blocking = Map.of("ENABLE_SECURITY_MIGRATION", "true", "BLOCK_LEGACY_AUTH", "true");
        Map<String, String> off = Map.of("ENABLE_SECURITY_MIGRATION", "false");

        try (Running gateway = Running.start(file, on)) {
            assertThat(gateway.mode("legacy-auth")).isEqualTo("monitor");
            assertThat(gateway.admin("PUT", "/v1/policies/legacy-auth/mode", "{\"mode\":\"warn\"}")
                            .status())
                    .isEqualTo(200);
            gateway.stop();
        }
        try (Running gateway = Running.start(file, on)) {
            assertThat(gateway.mode("legacy-auth"))
                    .as("unchanged, so a later mode set stays")
                    .isEqualTo("warn");
            gateway.stop();
        }
        try (Running gateway = Running.start(file, blocking)) {
            assertThat(gateway.mode("legacy-auth")).as("changed").isEqualTo("enforce");
            assertThat(gateway.get("/api/x?user_id=user1").status()).isEqualTo(401);
            assertThat(gateway.admin("GET", "/v1/edits", "")
                            .json()
                            .path("edits")
                            .path(0)
                            .path("actor")
                            .asString())
                    .isEqualTo("environment");
            gateway.stop();
        }
        try (Running gateway = Running.start(file, off)) {
            assertThat(gateway.mode("legacy-auth")).isEqualTo("off");
            Reply passed = gateway.get("/api/x?user_id=user1");
            assertThat(passed.status()).as("passes as before").isEqualTo(200);
            assertThat(passed.field("Deprecation")).isEmpty();
            gateway.stop();
        }
    }

    @Test
    void slow_and_dying_neighbours_leave_other_clients_without_an_error()
            throws IOException, InterruptedException, ExecutionException {
        Path file = Running.adapted(folder, "gateway.yaml", yaml(open("/**")));
        try (Upstream mixed = Upstream.start()) {
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(api.url().toString(), mixed.url().toString()));
            Map<String, Wire> hanging = new HashMap<>();
            try (Running gateway = Running.start(file, Map.of())) {
                for (int i = 1; i <= 20; i++) {
                    Wire waiting = gateway.from("127.4.0." + i);
                    waiting.write("GET /" + i + "/slow HTTP/1.1\r\nHost: here\r\n\r\n");
                    hanging.put("slow upstream " + i, waiting);
                    Wire dribbling = gateway.from("127.4.1." + i);
                    dribbling.write("POST /upload HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\nsome");
                    hanging.put("slow client " + i, dribbling);
                    Wire headless = gateway.from("127.4.2." + i);
                    headless.write("GET /never HTTP/1.1\r\nHos");
                    hanging.put("slow head " + i, headless);
                }
                CompletableFuture<?> dying = CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 50; i++) {
                        assertThat(endsEarly(gateway)).isTrue();
                    }
                });
                List<CompletableFuture<List<Integer>>> normal = IntStream.rangeClosed(1, 4)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> normal(gateway, "127.4.3." + i)))
                        .toList();

                for (CompletableFuture<List<Integer>> client : normal) {
                    assertThat(client.get()).hasSize(250).containsOnly(200);
                }
                dying.get();
                mixed.letGo();
                for (int i = 1; i <= 20; i++) {
                    assertThat(hanging.get("slow upstream " + i).read("GET").status())
                            .isEqualTo(200);
                }
            } finally {
                for (Wire wire : hanging.values()) {
                    wire.close();
                }
            }
        }
    }

    /// A client that wants nothing special.
    private static List<Integer> normal(Running gateway, String from) {
        try (Wire wire = gateway.from(from)) {
            return IntStream.range(0, 250)
                    .mapToObj(i -> status(wire, "/normal/" + i))
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// Whether the answer of an upstream that dies ends before its announced length, and never looks whole.
    private static boolean endsEarly(Running gateway) {
        try (Wire wire = gateway.from("127.4.4.1")) {
            Reply whole = wire.send("GET", "/die");
            return whole.status() == 502;
        } catch (IOException cut) {
            return true;
        }
    }

    private static int status(Wire wire, String target) {
        try {
            return wire.send("GET", target).status();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static boolean isClosed(Running gateway) {
        try (Wire wire = gateway.from("127.0.0.1")) {
            wire.send("GET", "/");
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
