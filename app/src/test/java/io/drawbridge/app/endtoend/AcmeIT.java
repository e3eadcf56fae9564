package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates from a real ACME server, Debian's `pebble`, on this machine. It refuses some good nonces on
/// purpose, as its default is.
class AcmeIT {
    private static final Path PEBBLE = Path.of("/usr/bin/pebble");

    @TempDir
    Path folder;

    @BeforeEach
    void pebble_is_there() {
        assumeTrue(Files.isExecutable(PEBBLE), "SKIPPED: pebble is not installed (apt-get install pebble)");
    }

    @Test
    void a_certificate_is_ordered_at_the_first_start_and_kept_for_the_next() throws Exception {
        int plain = freePort();
        int directory = freePort();
        try (LoopbackDns dns = new LoopbackDns();
                Upstream service = Upstream.start();
                Program pebble = pebble(directory, plain, dns)) {
            String serial;
            try (Running gateway = gateway(service, plain, directory)) {
                Eventually.holds("a certificate is shown", () -> shown(gateway) != null);
                X509Certificate certificate = shown(gateway);
                assertThat(certificate.getIssuerX500Principal().getName()).contains("Pebble");
                assertThat(certificate.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                        .containsExactlyInAnyOrder("api.example.com", "www.example.com");
                serial = certificate.getSerialNumber().toString();
                assertThat(gateway.get("/.well-known/acme-challenge/unknown").status())
                        .isEqualTo(404);
                gateway.stop();
            }
            pebble.kill();
            pebble.ended();

            // The authority is away now: what was kept is enough.
            try (Running again = gateway(service, plain, directory)) {
                assertThat(shown(again).getSerialNumber()).hasToString(serial);
            }
        }
    }

    private Program pebble(int directory, int http, LoopbackDns dns) throws IOException {
        Certificates authority = new Certificates("pebble");
        authority.writeAuthority(folder.resolve("pebble-ca.pem"));
        authority.forNames("localhost").write(folder, "pebble");
        Files.writeString(folder.resolve("pebble.json"), """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                 "certificate": "pebble.pem", "privateKey": "pebble-key.pem", "httpPort": %d, "tlsPort": %d,
                 "ocspResponderURL": "", "externalAccountBindingRequired": false}}
                """.formatted(directory, freePort(), http, freePort()));
        return Program.bash(
                folder,
                Map.of("PEBBLE_VA_NOSLEEP", "1"),
                "exec " + PEBBLE + " -config pebble.json -dnsserver 127.0.0.1:" + dns.port());
    }

    private Running gateway(Upstream service, int plain, int directory) throws IOException {
        String yaml = """
                version: 1
                tls:
                  listen: 127.0.0.1:0
                  redirect: true
                  acme:
                    directory: "https://localhost:%d/dir"
                    domains: [api.example.com, www.example.com]
                    terms_agreed: true
                    authorities: pebble-ca.pem
                upstreams: { api: "%s" }
                routes:
                  - { path: /public/**, public: true, upstream: api }
                """.formatted(directory, service.url());
        Path file = Running.adapted(folder, "acme.yaml", yaml);
        Files.writeString(
                file, Files.readString(file).replaceFirst("listen: 127.0.0.1:0", "listen: 127.0.0.1:" + plain));
        return Running.start(file, Map.of("ENVIRONMENT", "staging"));
    }

    /// The certificate that is shown, where there is one. Whoever signed it: that is looked at later.
    private static @org.jspecify.annotations.Nullable X509Certificate shown(Running gateway) {
        try (SSLSocket socket = (SSLSocket) anybody()
                .getSocketFactory()
                .createSocket("127.0.0.1", gateway.secureUrl().getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName("api.example.com")));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException none) {
            return null;
        }
    }

    private static SSLContext anybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context;
        } catch (java.security.GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            // This is a client.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            // The test looks at the certificate itself.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
