package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Autobahn's WebSocket test suite, whose client sends what it should and what it should not. It plays each
/// case against an echo service, once directly and once through the gateway: no case may come out otherwise.
class AutobahnSuite {
    private static final Path SUITE = Path.of(System.getProperty("drawbridge.home", ".."), "suites")
            .toAbsolutePath()
            .normalize();

    /// With a page for each case.
    private static final Path REPORTS = SUITE.resolve("target/autobahn-reports");

    @TempDir
    Path folder;

    /// How a case came out.
    ///
    /// @param end of the connection, as the suite judges it
    private record Verdict(String behavior, String end, String closeCode) {}

    @Test
    void no_case_comes_out_otherwise_behind_the_gateway() throws Exception {
        try (WebSocketEcho echo = new WebSocketEcho();
                Running gateway = gateway(echo.port());
                Program alone = client("alone", echo.port());
                Program behind = client("behind", gateway.url().getPort())) {
            alone.ended(Duration.ofMinutes(20)).succeeds();
            behind.ended(Duration.ofMinutes(20)).succeeds();
        }
        Map<String, Verdict> expected = verdicts("alone");
        Map<String, Verdict> seen = verdicts("behind");

        assertThat(expected).hasSizeGreaterThanOrEqualTo(300);
        assertThat(seen).containsExactlyEntriesOf(expected);
        assertThat(seen)
                .allSatisfy((_, verdict) -> assertThat(verdict.behavior()).isNotEqualTo("FAILED"));
        System.out.println("Autobahn: " + seen.size() + " cases, as without the gateway: "
                + seen.values().stream()
                        .filter(one -> one.behavior().equals("OK"))
                        .count() + " OK");
    }

    private Running gateway(int upstream) throws IOException {
        return Running.start(Running.adapted(folder, "websocket.yaml", """
                version: 1
                upstreams: { echo: "http://127.0.0.1:%d" }
                routes:
                  - { path: /**, public: true, limit: none, websocket: true, upstream: echo }
                """.formatted(upstream)), Map.of());
    }

    private Program client(String name, int port) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), """
                {"options": {"failByDrop": false}, "outdir": "%3$s",
                 "servers": [{"agent": "%1$s", "url": "ws://127.0.0.1:%2$d"}],
                 "cases": ["*"], "exclude-cases": [], "exclude-agent-cases": {}}
                """.formatted(name, port, REPORTS.resolve(name)));
        return Program.bash(
                folder,
                Map.of(),
                "exec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -Xmx1g -XX:+UseSerialGC -Dpython.cachedir.skip=true -cp '"
                        + SUITE.resolve("target/autobahn") + "/*' org.python.util.jython '"
                        + SUITE.resolve("autobahn/run.py") + "' " + name + ".json");
    }

    private Map<String, Verdict> verdicts(String name) throws IOException {
        JsonNode index = JsonMapper.builder()
                .build()
                .readTree(Files.readString(REPORTS.resolve(name).resolve("index.json")))
                .path(name);
        Map<String, Verdict> verdicts = new TreeMap<>();
        index.properties()
                .forEach(one -> verdicts.put(
                        one.getKey(),
                        new Verdict(
                                one.getValue().path("behavior").asString(),
                                one.getValue().path("behaviorClose").asString(),
                                one.getValue().path("remoteCloseCode").toString())));
        return verdicts;
    }
}
