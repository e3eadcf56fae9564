package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// `drawbridge demo`, running.
final class Demo implements AutoCloseable {
    private final Path data;
    private final Program program;
    private final Map<String, String> env;

    private Demo(Path data, Program program, Map<String, String> env) {
        this.data = data;
        this.program = program;
        this.env = Map.copyOf(env);
    }

    static Demo start(Path data, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("demo", "--port", "0", "--admin-port", "0", "--data", data.toString()));
        arguments.addAll(List.of(more));
        Files.createDirectories(data);
        Path file = data.resolve("demo.env");
        Files.deleteIfExists(file);
        Program program = Program.start(data, Map.of(), arguments.toArray(String[]::new));
        Eventually.holds("the demo has started", () -> {
            program.assertStillRuns();
            return Files.exists(file);
        });
        return new Demo(data, program, read(file));
    }

    /// `NAME='value'` lines.
    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf("='");
            values.put(line.substring(0, equals), line.substring(equals + 2, line.length() - 1));
        }
        return values;
    }

    String value(String name) {
        return Objects.requireNonNull(env.get(name), name);
    }

    URI url() {
        return URI.create(value("DRAWBRIDGE_URL"));
    }

    /// A line of the fields of a request with this variable's token.
    String bearer(String name) {
        return "Authorization: Bearer " + value(name);
    }

    Program program() {
        return program;
    }

    Path data() {
        return data;
    }

    /// The work-order service's process.
    ProcessHandle service() {
        List<ProcessHandle> children = program.descendants();
        assertThat(children).hasSize(1);
        return children.getFirst();
    }

    /// Runs a line of bash in the data folder, with what demo.env says exported.
    Program.Ran shell(String script) {
        try {
            return Program.shell(data, env, script);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Program bash(String script) throws IOException {
        return Program.bash(data, env, script);
    }

    /// Runs real curl, with the answer's head.
    Reply curl(String arguments) {
        return Reply.parse(shell("curl -s -i " + arguments).succeeds().out());
    }

    /// Runs a command of the command line in a process of its own.
    Program.Ran drawbridge(String... arguments) throws IOException {
        return Program.run(
                data, Map.of("ADMIN_URL", value("ADMIN_URL"), "ADMIN_API_KEY", value("ADMIN_API_KEY")), arguments);
    }

    Wire from(String address) throws IOException {
        return Wire.open(url(), address);
    }

    /// An answer of the admin API.
    ///
    /// @param fields whole lines
    Reply admin(String method, String target, String body, String... fields) throws IOException {
        List<String> lines = new ArrayList<>(List.of(fields));
        lines.add("X-Admin-Key: " + value("ADMIN_API_KEY"));
        try (Wire wire = Wire.open(URI.create(value("ADMIN_URL")), "127.0.0.1")) {
            return body.isEmpty()
                    ? wire.send(method, target, lines.toArray(String[]::new))
                    : wire.sendBody(method, target, body, lines.toArray(String[]::new));
        }
    }

    JsonNode admin(String target) throws IOException {
        Reply reply = admin("GET", target, "");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.json();
    }

    void setMode(String policy, String body) throws IOException {
        Reply reply = admin("PUT", "/v1/policies/" + policy + "/mode", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    /// The report that the guides call, from an address that no other request of a test comes from.
    JsonNode report() throws IOException {
        try (Wire wire = from("127.200.0.1")) {
            Reply reply = wire.send("GET", "/api/v1/security/migration-report", bearer("ADMIN_TOKEN"));
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            return reply.json().path("report");
        }
    }

    List<String> log(String name) {
        try {
            return Files.readAllLines(data.resolve("logs").resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Waits for a line that holds all of these texts.
    String awaitLogLine(String name, String... texts) {
        return Eventually.get(
                name + " has a line with " + List.of(texts),
                () -> log(name).stream()
                        .filter(line -> List.of(texts).stream().allMatch(line::contains))
                        .findFirst()
                        .or(Optional::empty));
    }

    /// SIGTERM, after which neither program is left.
    void stop() {
        ProcessHandle service = service();
        program.terminate();
        assertThat(program.ended().exit()).isEqualTo(128 + 15);
        assertThat(service.isAlive()).isFalse();
        assertThat(data.resolve("demo.env")).doesNotExist();
    }

    @Override
    public void close() {
        program.close();
    }
}
