package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// MDN's HTTP Observatory scans the gateway as it stands in production before a service that says nothing of
/// security.
class ObservatorySuite {
    private static final Path SUITE = Path.of(System.getProperty("drawbridge.home", ".."), "suites")
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    @Test
    void the_gateway_gets_the_best_grade() throws Exception {
        assumeTrue(
                Program.shell(folder, Map.of(), "npm --version").exit() == 0,
                "SKIPPED: there is no npm, so MDN's HTTP Observatory was not run");
        Path scanner = scanner();
        Certificates company = new Certificates("company");
        company.writeAuthority(folder.resolve("company.pem"));
        company.forNames("localhost").write(folder, "cert");
        try (Upstream service = Upstream.start();
                Running gateway = gateway(service)) {
            String out = Program.shell(
                            scanner,
                            Map.of(
                                    "NODE_EXTRA_CA_CERTS",
                                    folder.resolve("company.pem").toString()),
                            "exec node scan.js " + gateway.url().getPort() + " "
                                    + gateway.secureUrl().getPort())
                    .succeeds()
                    .out();
            JsonNode result = JsonMapper.builder().build().readTree(out);
            JsonNode scan = result.path("scan");

            System.out.println("MDN HTTP Observatory: " + scan.path("grade").asString() + ", "
                    + scan.path("score").asInt() + " points, "
                    + scan.path("testsPassed").asInt() + " of "
                    + scan.path("testsQuantity").asInt() + " tests");
            assertThat(scan.path("statusCode").asInt()).isEqualTo(200);
            assertThat(scan.path("grade").asString()).as(out).isEqualTo("A+");
            assertThat(scan.path("score").asInt()).as(out).isGreaterThanOrEqualTo(100);
            assertThat(scan.path("testsFailed").asInt()).as(out).isZero();
            assertThat(service.heads()).isNotEmpty();
        }
    }

    /// The scanner as `package-lock.json` pins it, without its install script, which fetches a list of hosts
    /// that browsers know. An empty one takes its place: no point is given for being on it.
    private Path scanner() throws IOException {
        Path scanner = Files.createDirectories(SUITE.resolve("target/observatory"));
        for (String name : new String[] {"package.json", "package-lock.json", "scan.js"}) {
            Files.copy(
                    SUITE.resolve("observatory").resolve(name),
                    scanner.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Program.bash(scanner, Map.of(), "exec npm ci --ignore-scripts --no-audit --no-fund")
                .ended(Duration.ofMinutes(5))
                .succeeds();
        Files.writeString(scanner.resolve("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"), "{}");
        return scanner;
    }

    private Running gateway(Upstream service) throws IOException {
        return Running.start(
                Running.adapted(folder, "production.yaml", """
                version: 1
                tls:
                  listen: 127.0.0.1:0
                  public_port: 443
                  redirect: true
                  certificates: [{ certificate: cert.pem, key: cert-key.pem }]
                upstreams: { site: "%s" }
                policies: { security-headers: enforce }
                routes:
                  - { path: /**, public: true, limit: none, upstream: site }
                """.formatted(service.url())),
                Map.of("ENVIRONMENT", "production"));
    }
}
