package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS as clients and operators see it.
class TlsIT {
    private static final Certificates COMPANY = new Certificates("company");
    private static final Certificates STAFF = new Certificates("staff");
    private static final Map<String, String> STAGING = Map.of("ENVIRONMENT", "staging");

    @TempDir
    Path folder;

    @Test
    void answers_over_tls_have_hsts_and_the_service_hears_of_the_scheme() throws Exception {
        try (Upstream service = Upstream.start();
                Running gateway = start(service, "")) {
            HttpResponse<String> secure =
                    get(COMPANY.client(), gateway.secureUrl().resolve("/public/a"));

            assertThat(secure.statusCode()).isEqualTo(200);
            assertThat(secure.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(secure.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=86400; includeSubDomains");
            assertThat(service.hasSeen("x-forwarded-proto: https")).isTrue();
            assertThat(get(COMPANY.client(), gateway.secureUrl().resolve("/nothing"))
                            .headers()
                            .firstValue("Strict-Transport-Security"))
                    .isPresent();
            assertThat(gateway.get("/public/b").field("Strict-Transport-Security"))
                    .isEmpty();
            assertThat(service.hasSeen("x-forwarded-proto: http\r")).isTrue();
        }
    }

    @Test
    void the_plain_listener_sends_everybody_to_tls_but_who_asks_for_health() throws Exception {
        try (Upstream service = Upstream.start();
                Running gateway = start(service, "  redirect: true\n")) {
            String there = "https://127.0.0.1:" + gateway.secureUrl().getPort();

            Reply moved = gateway.get("/public/a?b=%20c");
            assertThat(moved.status()).isEqualTo(308);
            assertThat(moved.field("Location")).isEqualTo(there + "/public/a?b=%20c");
            assertThat(gateway.get("/api/v1/health").status()).isEqualTo(200);
            assertThat(statusLine(gateway, "elsewhere.example")).startsWith("HTTP/1.1 421 ");
            assertThat(service.heads()).isEmpty();

            Reply posted;
            try (Wire wire = gateway.from("127.0.0.1")) {
                posted = wire.sendBody("POST", "/public/a", "x".repeat(200_000));
            }
            assertThat(posted.status()).isEqualTo(308);
        }
    }

    /// What a request for this host gets on the plain listener.
    private static String statusLine(Running gateway, String host) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), gateway.url().getPort())) {
            String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void new_certificates_are_taken_while_requests_are_under_way() throws Exception {
        try (Upstream service = Upstream.start();
                Running gateway = start(service, "")) {
            String first = serial(gateway);
            try (HttpClient client =
                    HttpClient.newBuilder().sslContext(COMPANY.client()).build()) {
                CompletableFuture<HttpResponse<String>> slow = client.sendAsync(
                        HttpRequest.newBuilder(gateway.secureUrl().resolve("/public/slow"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                Eventually.holds("the request is under way", () -> service.hasSeen("/public/slow"));

                COMPANY.forNames("localhost").write(folder, "cert");
                gateway.program().signal("HUP");
                Eventually.holds(
                        "the new certificate is shown", () -> !serial(gateway).equals(first));
                String second = serial(gateway);
                // Without a word to the gateway.
                COMPANY.forNames("localhost").write(folder, "cert");
                Eventually.holds(
                        "the changed file is noticed", () -> !serial(gateway).equals(second));
                service.letGo();

                assertThat(slow.get(90, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void a_bad_certificate_is_refused_with_its_place_and_the_old_one_stays() throws Exception {
        try (Upstream service = Upstream.start();
                Running gateway = start(service, "")) {
            String first = serial(gateway);
            Path key = folder.resolve("cert-key.pem");
            COMPANY.forNames("other").write(folder, "other");
            Files.copy(folder.resolve("other-key.pem"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            Program.Ran refused = gateway.drawbridge("reload");

            assertThat(refused.exit()).isEqualTo(4);
            assertThat(refused.out() + refused.err())
                    .contains("gateway.yaml:")
                    .contains("cert-key.pem is not the key of the certificate");
            assertThat(serial(gateway)).isEqualTo(first);
            assertThat(gateway.drawbridge("status").succeeds().out()).contains("localhost", "BoringSSL");
        }
    }

    @Test
    void a_clients_certificate_is_its_identity_where_it_has_no_token() throws Exception {
        STAFF.writeAuthority(folder.resolve("staff.pem"));
        try (Upstream service = Upstream.start();
                Running gateway =
                        start(service, "  client_certificates: { authorities: staff.pem, require: false }\n")) {
            SSLContext robot = COMPANY.client(STAFF.forNames("robot.example.com"));
            URI api = gateway.secureUrl().resolve("/api/a");

            assertThat(get(robot, api).statusCode()).isEqualTo(200);
            assertThat(get(COMPANY.client(), api).statusCode()).isEqualTo(401);
            assertThat(get(robot, api, "Authorization", "Bearer junk").statusCode())
                    .isEqualTo(401);
            // A plain connection proves nothing, whatever it says.
            assertThat(gateway.get("/api/a", "X-Forwarded-Proto: https").status())
                    .isEqualTo(401);
            // It is asked for a certificate of another authority, and shows none.
            SSLContext stranger = COMPANY.client(COMPANY.forNames("robot.example.com"));
            assertThat(get(stranger, api).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void old_versions_of_tls_are_refused() throws Exception {
        try (Upstream service = Upstream.start();
                Running gateway = start(service, "")) {
            for (String[] versions : new String[][] {{"TLSv1.2"}, {"TLSv1.3"}}) {
                assertThat(session(gateway, versions).getProtocol()).isEqualTo(versions[0]);
            }
            // What the JDK itself would still offer under TLS 1.2 has no forward secrecy.
            assertThatThrownBy(() -> session(gateway, new String[] {"TLSv1.2"}, "TLS_RSA_WITH_AES_128_GCM_SHA256"))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    /// @param more further lines of the section `tls`
    private Running start(Upstream service, String more) throws IOException {
        COMPANY.forNames("localhost", "api.example.com").write(folder, "cert");
        String yaml = """
                version: 1
                tls:
                  listen: 127.0.0.1:0
                  certificates: [{ certificate: cert.pem, key: cert-key.pem }]
                upstreams: { api: "URL" }
                routes:
                  - { path: /public/**, public: true, limit: none, upstream: api }
                  - { path: /api/**, authentication: required, limit: none, upstream: api }
                """.replace("URL", service.url().toString()).replace("upstreams:", more + "upstreams:");
        return Running.start(Running.adapted(folder, "gateway.yaml", yaml), STAGING);
    }

    private static HttpResponse<String> get(SSLContext context, URI url, String... fields) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(url);
            if (fields.length > 0) {
                request.headers(fields);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static SSLSession session(Running gateway, String[] versions, String... suites) throws IOException {
        try (SSLSocket socket = (SSLSocket) COMPANY.client()
                .getSocketFactory()
                .createSocket("127.0.0.1", gateway.secureUrl().getPort())) {
            socket.setEnabledProtocols(versions);
            if (suites.length > 0) {
                socket.setEnabledCipherSuites(suites);
            }
            socket.startHandshake();
            return socket.getSession();
        }
    }

    /// Which certificate is shown.
    private static String serial(Running gateway) {
        try {
            return Optional.of(session(gateway, new String[] {"TLSv1.3"}).getPeerCertificates()[0])
                    .map(java.security.cert.X509Certificate.class::cast)
                    .orElseThrow()
                    .getSerialNumber()
                    .toString();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
