package io.drawbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingTheGatewayTest {
    private final FakeAdmin admin = new FakeAdmin().answers("GET /v1/status", Answers.STATUS);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        admin.close();
    }

    private void demo(String url, String key) throws IOException {
        Files.createDirectories(directory.resolve("drawbridge-data"));
        Files.writeString(directory.resolve("drawbridge-data/demo.env"), """
                DRAWBRIDGE_URL='http://127.0.0.1:8080'
                ADMIN_URL='%s'
                ADMIN_API_KEY='%s'
                """.formatted(url, key));
    }

    @Test
    void the_demos_file_is_enough() throws IOException {
        demo(admin.url() + "/", FakeAdmin.KEY);

        assertThat(new Shell().in(directory).run("status").exitCode()).isZero();
    }

    @Test
    void the_environment_comes_before_the_demos_file() throws IOException {
        demo("http://127.0.0.1:1", "stale");

        assertThat(Shell.at(admin).in(directory).run("status").exitCode()).isZero();
    }

    @Test
    void the_command_line_comes_before_the_environment() throws IOException {
        Path key = Files.writeString(directory.resolve("admin.key"), FakeAdmin.KEY + "\n");

        Shell.Outcome outcome = new Shell()
                .with("ADMIN_URL", "http://127.0.0.1:1")
                .with("ADMIN_API_KEY", "wrong")
                .run("status", "--admin-url", admin.url(), "--admin-key-file", key.toString());

        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void a_key_file_is_looked_for_where_the_user_stands() throws IOException {
        Files.writeString(directory.resolve("admin.key"), FakeAdmin.KEY);

        assertThat(new Shell()
                        .in(directory)
                        .run("status", "--admin-url", admin.url(), "--admin-key-file", "admin.key")
                        .exitCode())
                .isZero();
    }

    @Test
    void the_demos_key_is_not_sent_to_another_gateway() throws IOException {
        demo("http://127.0.0.1:9090", FakeAdmin.KEY);

        Shell.Outcome outcome = new Shell().in(directory).run("status", "--admin-url", admin.url());

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("its key is for http://127.0.0.1:9090")
                .doesNotContain(FakeAdmin.KEY);
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void without_a_trace_of_a_gateway_it_says_what_was_tried_and_what_to_do() {
        Golden.matches("no-gateway", new Shell().in(directory).run("status").transcript());
    }

    @Test
    void without_a_key_it_says_what_was_tried_and_what_to_do() {
        Golden.matches(
                "no-key",
                new Shell()
                        .in(directory)
                        .with("ADMIN_URL", "http://127.0.0.1:9090")
                        .run("status")
                        .transcript());
    }

    @Test
    void a_demo_file_that_a_shell_would_execute_is_not_read() throws IOException {
        Files.createDirectories(directory.resolve("drawbridge-data"));
        Files.writeString(directory.resolve("drawbridge-data/demo.env"), "ADMIN_URL=$(touch hacked)\n");

        Shell.Outcome outcome = new Shell().in(directory).run("status");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("line 1 is not NAME='value'").doesNotContain("hacked");
    }

    @Test
    void a_gateway_that_is_not_there_is_said_to_be_away() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        Shell.Outcome outcome =
                new Shell().with("ADMIN_API_KEY", "key").run("status", "--admin-url", "http://127.0.0.1:" + port);

        Golden.matches("away", outcome.transcript().replace(":" + port, ":9090"));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429})
    void a_key_that_is_not_accepted_is_named_by_where_it_came_from(int status) {
        admin.refuses("GET /v1/status", status, "{}");

        Shell.Outcome outcome = Shell.at(admin)
                .with("ADMIN_API_KEY", status == 401 ? "wrong" : FakeAdmin.KEY)
                .run("status");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("does not accept the admin key from ADMIN_API_KEY (" + status + ")")
                .doesNotContain("wrong")
                .doesNotContain(FakeAdmin.KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1:9090", "ftp://host", "http://", "http://user:pass@host", "http://a b", "http://h?x=1"
            })
    void an_address_that_is_none_is_a_usage_error(String url) {
        Shell.Outcome outcome = new Shell().with("ADMIN_API_KEY", "key").run("status", "--admin-url", url);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("--admin-url is no http or https URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "schlüssel", "split\nkey"})
    void a_key_that_cannot_be_sent_is_refused_without_showing_it(String key) {
        Shell.Outcome outcome = Shell.at(admin).with("ADMIN_API_KEY", key).run("status");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("ADMIN_API_KEY").doesNotContain(key);
        assertThat(admin.calls()).isEmpty();
    }

    @Test
    void a_key_file_that_cannot_be_read_or_is_empty_is_a_usage_error() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");

        assertThat(new Shell()
                        .run("status", "--admin-url", admin.url(), "--admin-key-file", "none")
                        .exitCode())
                .isEqualTo(2);
        assertThat(new Shell()
                        .run("status", "--admin-url", admin.url(), "--admin-key-file", empty.toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void something_else_that_answers_is_not_taken_for_a_gateway() {
        admin.answers("GET /v1/status", 200, "text/html", "<html>hello</html>");

        Shell.Outcome outcome = Shell.at(admin).run("status");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("is not a Drawbridge admin listener");
    }

    @Test
    void a_redirect_is_not_followed_with_the_key() {
        admin.answers("GET /v1/status", 307, "application/json", "{}");

        assertThat(Shell.at(admin).run("status").exitCode()).isEqualTo(3);
        assertThat(admin.calls()).hasSize(1);
    }

    @Test
    void a_gateway_that_fails_is_said_to_have_failed() {
        admin.refuses("GET /v1/status", 503, "{\"title\": \"Unavailable\", \"detail\": \"The database is away.\"}");

        Shell.Outcome outcome = Shell.at(admin).run("status");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.err()).contains("failed (503): The database is away.");
    }
}
