package io.drawbridge.app.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// A gateway as it stands at an edge, for clients of other people: HTTP/1.1 and HTTP/2, with and without TLS, and a
/// [Mirror] behind it. Everything below `/public` is for anybody, below `/api` a token is needed, and `/public/socket`
/// opens WebSocket connections.
final class Edge implements AutoCloseable {
    private static final Certificates COMPANY = new Certificates("company");

    private final Path folder;
    private final Mirror service;
    private final Running gateway;

    private Edge(Path folder, Mirror service, Running gateway) {
        this.folder = folder;
        this.service = service;
        this.gateway = gateway;
    }

    static Edge start(Path folder) throws IOException {
        return start(folder, "");
    }

    /// @param more further sections of the configuration
    static Edge start(Path folder, String more) throws IOException {
        Mirror service = Mirror.start();
        return new Edge(folder, service, gateway(folder, service.url(), more));
    }

    /// Before another service; the [Mirror] is left alone.
    static Edge before(URI upstream, Path folder) throws IOException {
        return new Edge(folder, Mirror.start(), gateway(folder, upstream, ""));
    }

    private static Running gateway(Path folder, URI upstream, String more) throws IOException {
        COMPANY.writeAuthority(folder.resolve("company.pem"));
        COMPANY.forNames("localhost").write(folder, "cert");
        String yaml = """
                version: 1
                tls:
                  listen: 127.0.0.1:0
                  certificates: [{ certificate: cert.pem, key: cert-key.pem }]
                http2: { clear_text: true }
                upstreams: { api: "URL" }
                routes:
                  - { path: /public/**, public: true, limit: none, max_body: none }
                  - { path: /public/socket, public: true, limit: none, websocket: true }
                  - { path: /api/**, authentication: required, limit: none, max_body: none }
                  - { path: /api/socket, authentication: required, limit: none, websocket: true }
                """.replace("URL", upstream.toString()).replace("upstreams:", more + "upstreams:");
        return Running.start(Running.adapted(folder, "gateway.yaml", yaml), Map.of("ENVIRONMENT", "staging"));
    }

    Mirror service() {
        return service;
    }

    URI plain() {
        return gateway.url();
    }

    URI secure() {
        return gateway.secureUrl();
    }

    long pid() {
        return gateway.program().pid();
    }

    /// Who signed the gateway's certificate.
    Path authority() {
        return folder.resolve("company.pem");
    }

    /// The hash of the gateway's public key, as Chromium wants it to trust its certificate.
    String keyHash() {
        try (InputStream pem = Files.newInputStream(folder.resolve("cert.pem"))) {
            byte[] key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(pem)
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder().encodeToString(LongBody.digest().digest(key));
        } catch (IOException | CertificateException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// The line with a good token.
    static String bearer() {
        return Running.bearer("{\"sub\":\"user1\",\"exp\":SOON}");
    }

    /// The lines of `access.log` about requests whose target has this text in it, as soon as there are so many.
    List<String> logged(String text, int count) {
        Path log = folder.resolve("data-gateway.yaml/logs/access.log");
        Eventually.holds(
                count + " lines of access.log about " + text,
                () -> lines(log, text).size() >= count);
        return lines(log, text);
    }

    private static List<String> lines(Path log, String text) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.contains(text))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        service.close();
    }
}
