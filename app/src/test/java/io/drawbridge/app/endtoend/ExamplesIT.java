package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configurations in `examples/`, run before an API made by hand. Only addresses and the data folder are others.
class ExamplesIT {
    private static final Path EXAMPLES = Path.of(System.getProperty("drawbridge.home", ".."), "examples");
    private static final String USER1 = Running.bearer("{\"sub\":\"user1\",\"exp\":SOON}");

    @TempDir
    private Path folder;

    private Path example(String name) throws IOException {
        return Running.adapted(folder, name, Files.readString(EXAMPLES.resolve(name)));
    }

    @Test
    void an_api_of_ones_own() throws IOException {
        try (Upstream api = Upstream.start();
                Running gateway = Running.start(
                        example("own-api.yaml"), Map.of("API_URL", api.url().toString()))) {
            assertThat(gateway.get("/api/things").status()).isEqualTo(401);
            assertThat(gateway.get("/elsewhere").status()).isEqualTo(404);
            Reply passed = gateway.get("/api/things?a=b", USER1, "X-User-Id: forged", "Drawbridge_Identity: forged");
            assertThat(passed.status()).isEqualTo(200);
            assertThat(passed.body()).isEqualTo("get /api/things?a=b http/1.1");
            assertThat(api.heads().getFirst())
                    .contains("drawbridge-identity: ")
                    .doesNotContain("authorization:", "forged");
            assertThat(gateway.get("/api/things?user_id=user1").status()).isEqualTo(200);

            assertThat(gateway.drawbridge("report", "migration").out()).contains("claimed:user1@127.0.0.1");
            gateway.stop();
        }
    }

    @Test
    void fossawork_with_an_administrator_made_by_the_command_line() throws IOException {
        try (Upstream api = Upstream.start();
                Running gateway = Running.start(
                        example("fossawork.yaml"),
                        Map.of("WORKORDERS_URL", api.url().toString()))) {
            assertThat(gateway.get("/api/v1/work-orders?user_id=user1").status())
                    .isEqualTo(200);
            assertThat(gateway.get("/api/v1/work-orders?user_id=user2", USER1).status())
                    .isEqualTo(403);
            Program.Ran made =
                    gateway.drawbridge("users", "create", "root", "--role", "admin", "--generate", "-o", "json");
            String password = made.succeeds().out().replaceAll("(?s).*\"password\": *\"([^\"]*)\".*", "$1");

            Reply login;
            try (Wire wire = gateway.from("127.0.0.1")) {
                login = wire.sendBody(
                        "POST",
                        "/api/v1/auth/login",
                        "{\"username\":\"root\",\"password\":\"" + password + "\"}",
                        "Content-Type: application/json");
            }
            assertThat(login.status()).as(login.body()).isEqualTo(200);
            Reply report = gateway.get(
                    "/api/v1/security/migration-report",
                    "Authorization: Bearer " + login.json().path("access_token").asString());
            assertThat(report.status()).isEqualTo(200);
            assertThat(report.json().path("report").path("total_violations").asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void techsaas_with_a_page_an_api_and_critical_routes() throws IOException {
        String own = Running.bearer(
                "{\"sub\":\"ann\",\"iss\":\"https://accounts.techsaas.app\",\"aud\":\"techsaas\",\"exp\":SOON}");
        try (Upstream site = Upstream.start();
                Upstream accounts = Upstream.start();
                Upstream assistant = Upstream.start();
                Running gateway = Running.start(
                        example("techsaas.yaml"),
                        Map.of(
                                "SITE_URL", site.url().toString(),
                                "ACCOUNTS_URL", accounts.url().toString(),
                                "ASSISTANT_URL", assistant.url().toString()))) {
            Reply page = gateway.get("/index.html");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.field("Content-Security-Policy")).startsWith("default-src 'self'; img-src");
            assertThat(site.hasSeen("get /index.html")).isTrue();

            assertThat(gateway.get("/api/v1/users/ann/usage", own).status()).isEqualTo(200);
            assertThat(gateway.get("/api/v1/users/bob/usage", own).status()).isEqualTo(403);
            assertThat(gateway.get("/api/v1/users/ann/usage", USER1).status())
                    .as("a token of another issuer")
                    .isEqualTo(401);
            assertThat(gateway.get("/api/v1/admin/x", own).status()).isEqualTo(403);
            assertThat(gateway.get("/api/v1/users/ann/keys/1", "X-User-Id: ann").status())
                    .as("the legacy pattern on a critical route")
                    .isEqualTo(401);
            assertThat(accounts.hasSeen("/keys/")).isFalse();
            try (Wire wire = gateway.from("127.0.0.1")) {
                assertThat(wire.sendBody("POST", "/api/v1/ai/chat", "{}", own).status())
                        .isEqualTo(200);
            }
            assertThat(assistant.hasSeen("post /api/v1/ai/chat")).isTrue();
        }
    }
}
