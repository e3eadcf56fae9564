package io.drawbridge.workorders.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.workorders.Main;
import io.drawbridge.workorders.caller.FakeGateway;
import io.drawbridge.workorders.caller.IdentityTokens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program itself, as another program starts it. A program that hangs fails its test after two minutes.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ProgramTest {
    private static final String READY = "workorders listening on ";

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private FakeGateway gateway;

    @BeforeEach
    void start() {
        gateway = new FakeGateway(folder.resolve("jwks.json"), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    private Process program(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(log().toFile());
        builder.environment().remove("DATABASE_URL");
        builder.environment().remove("GATEWAY_JWKS");
        var process = builder.start();
        started.add(process);
        return process;
    }

    private Path log() {
        return folder.resolve("log-" + started.size() + ".txt");
    }

    private Process service(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "--listen",
                "127.0.0.1:0",
                "--database",
                "sqlite:///" + folder.resolve("orders.db"),
                "--jwks",
                gateway.file().toString()));
        arguments.addAll(List.of(more));
        return program(arguments.toArray(String[]::new));
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String firstLine(BufferedReader output) throws IOException {
        String line = output.readLine();
        return line == null ? "" : line;
    }

    private String total(URI uri, String user) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(uri.resolve("/api/v1/work-orders"))
                            .header(IdentityTokens.FIELD, gateway.user(user))
                            .build(),
                    BodyHandlers.ofString());
            return answer.headers().firstValue("X-Total-Count").orElse("status " + answer.statusCode());
        }
    }

    @Test
    void it_says_on_one_line_where_it_is_and_ends_with_its_standard_input() throws Exception {
        var process = service("--seed", "--seed-user", "user1", "--seed-user", "user2", "--exit-with-parent");
        var output = output(process);
        String ready = firstLine(output);
        assertThat(ready).startsWith(READY + "http://127.0.0.1:");
        var uri = URI.create(ready.substring(READY.length()));
        assertThat(total(uri, "user1")).isEqualTo("12");
        assertThat(total(uri, "user2")).isEqualTo("12");
        assertThat(total(uri, "user3")).isEqualTo("0");

        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
        assertThat(output.readLine()).isNull();
        assertThat(Files.readString(folder.resolve("log-0.txt"))).doesNotContain("ERROR", "SEVERE", "Exception");
    }

    @Test
    void it_ends_on_a_termination_signal_and_keeps_what_it_has() throws Exception {
        var first = service("--seed", "--seed-user", "user1");
        assertThat(firstLine(output(first))).startsWith(READY);
        first.destroy();
        first.waitFor();

        var second = service("--seed", "--seed-user", "user1");
        String ready = firstLine(output(second));
        assertThat(total(URI.create(ready.substring(READY.length())), "user1")).isEqualTo("12");
        // Without --exit-with-parent the end of standard input means nothing.
        second.getOutputStream().close();
        assertThat(total(URI.create(ready.substring(READY.length())), "user1")).isEqualTo("12");
    }

    @Test
    void it_starts_without_anybody_to_seed() throws Exception {
        var process = service();
        String ready = firstLine(output(process));
        assertThat(total(URI.create(ready.substring(READY.length())), "user1")).isEqualTo("0");
    }

    @Test
    void the_tables_can_be_taken_back_and_brought_up_again() throws Exception {
        String url = "sqlite:///" + folder.resolve("orders.db");
        for (String version : List.of("2", "1", "0", "2")) {
            var process = program("migrate", "--database", url, "--to", version);
            assertThat(firstLine(output(process))).isEqualTo("workorders: the database has version " + version);
            assertThat(process.waitFor()).isZero();
        }
    }

    @Test
    void what_is_wrong_is_said_on_one_line_with_an_exit_code_of_its_kind() throws Exception {
        assertFails(2, "HOST:PORT", "--listen", "8001");
        assertFails(2, "--no-such-flag", "--no-such-flag");
        assertFails(4, "--jwks FILE", "--listen", "127.0.0.1:0");
        assertFails(
                4, "start the gateway", "--jwks", folder.resolve("none.json").toString());
        assertFails(
                4,
                "must begin with",
                "--jwks",
                gateway.file().toString(),
                "--database",
                "mysql://tech:hunter2@db/orders");
        assertFails(
                3,
                "cannot open the database PostgreSQL //127.0.0.1:1/orders",
                "--jwks",
                gateway.file().toString(),
                "--database",
                "postgresql://tech:hunter2@127.0.0.1:1/orders");
    }

    private void assertFails(int exitCode, String reason, String... arguments) throws Exception {
        var log = log();
        var process = program(arguments);
        assertThat(process.waitFor()).as(String.join(" ", arguments)).isEqualTo(exitCode);
        assertThat(Files.readString(log))
                .contains(reason)
                .doesNotContain("hunter2")
                .doesNotContain("\tat ");
    }

    @Test
    void a_port_that_is_taken_is_out_of_reach() throws Exception {
        var first = service();
        String ready = firstLine(output(first));
        int port = URI.create(ready.substring(READY.length())).getPort();
        assertFails(
                3,
                "cannot listen on 127.0.0.1:" + port,
                "--listen",
                "127.0.0.1:" + port,
                "--database",
                "sqlite:///" + folder.resolve("other.db"),
                "--jwks",
                gateway.file().toString());
    }
}
