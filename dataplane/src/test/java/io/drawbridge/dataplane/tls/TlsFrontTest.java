package io.drawbridge.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.identity.ClientCertificate;
import io.drawbridge.domain.tls.ClientVerification;
import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsSettings;
import io.drawbridge.domain.tls.TlsVersion;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TlsFrontTest {
    private static final TestAuthority PUBLIC = new TestAuthority("public");
    private static final TestAuthority STAFF = new TestAuthority("staff");
    private static final ServerCertificate A = PUBLIC.forNames("a.example.com");
    private static final ServerCertificate B = PUBLIC.forNames("b.example.com", "*.b.example.com");

    private @Nullable TlsServer started;

    @AfterEach
    void stop() {
        server().close();
        started = null;
    }

    @OnEveryEngine
    void the_certificate_is_the_one_for_the_name_that_the_client_asks_for(TlsEngine engine) throws IOException {
        serve(engine, ClientVerification.NONE, A, B);

        assertThat(shown("a.example.com")).isEqualTo("CN=a.example.com");
        assertThat(shown("b.example.com")).isEqualTo("CN=b.example.com");
        assertThat(shown("x.b.example.com")).isEqualTo("CN=b.example.com");
        assertThat(shown("X.B.Example.com")).isEqualTo("CN=b.example.com");
    }

    @OnEveryEngine
    void whoever_asks_for_another_name_or_none_is_shown_the_first(TlsEngine engine) throws IOException {
        serve(engine, ClientVerification.NONE, A, B);

        assertThatThrownBy(() -> shown("y.x.b.example.com")).hasMessageContaining("y.x.b.example.com");
        assertThatThrownBy(() -> shown("other.example.com")).hasMessageContaining("other.example.com");
        // The JDK sends no name for an address, and the certificate has none either.
        assertThatThrownBy(() -> shown("127.0.0.1")).isInstanceOf(SSLException.class);
    }

    @OnEveryEngine
    void both_versions_are_spoken_and_a_minimum_leaves_the_older_one_out(TlsEngine engine) throws IOException {
        serve(engine, ClientVerification.NONE, A);
        try (SSLSocket old = client().connect(server().port(), "a.example.com", "TLSv1.2");
                SSLSocket recent = client().connect(server().port(), "a.example.com", "TLSv1.3")) {
            assertThat(old.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(old.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            assertThat(recent.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        server().front.replace(new TlsSettings(List.of(A), TlsVersion.TLS_1_3, ClientVerification.NONE));

        assertThatThrownBy(() -> client().connect(server().port(), "a.example.com", "TLSv1.2"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @OnEveryEngine
    void a_replaced_certificate_is_shown_from_the_next_handshake_on_and_connections_stay(TlsEngine engine)
            throws IOException {
        serve(engine, ClientVerification.NONE, A);
        try (SSLSocket before = client().connect(server().port(), "a.example.com")) {
            assertThat(echo(before)).isEqualTo(7);
            ServerCertificate renewed = PUBLIC.forNames("a.example.com", "new.example.com");
            server().front.replace(new TlsSettings(List.of(renewed), TlsVersion.TLS_1_2, ClientVerification.NONE));

            assertThat(shown("new.example.com")).isEqualTo("CN=a.example.com");
            assertThat(echo(before)).isEqualTo(7);
        }
    }

    @OnEveryEngine
    void without_a_certificate_every_handshake_is_refused_and_counted(TlsEngine engine) throws IOException {
        serve(engine, ClientVerification.NONE);

        assertThatThrownBy(() -> shown("a.example.com")).isInstanceOf(IOException.class);
        assertThat(server().counts.failed()).isEqualTo(1);
        assertThat(server().counts.completed()).isZero();
    }

    @OnEveryEngine
    void a_client_without_a_certificate_goes_on_where_it_is_optional(TlsEngine engine) throws Exception {
        serve(engine, new ClientVerification.Optional(staff()), A);

        try (SSLSocket socket = client().connect(server().port(), "a.example.com")) {
            assertThat(echo(socket)).isEqualTo(7);
        }
        assertThat(server().next().scheme().client()).isEqualTo(ClientCertificate.NONE);
    }

    @OnEveryEngine
    void a_client_without_a_certificate_is_refused_where_it_is_required(TlsEngine engine) throws IOException {
        serve(engine, new ClientVerification.Required(staff()), A);

        assertThatThrownBy(() -> {
                    try (SSLSocket socket = client().connect(server().port(), "a.example.com")) {
                        // Under TLS 1.3 the client hears of it with the first data.
                        echo(socket);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(server().counts.completed()).isZero();
    }

    @OnEveryEngine
    void a_certificate_of_an_authority_that_is_not_trusted_is_refused_even_where_none_is_needed(TlsEngine engine)
            throws IOException {
        serve(engine, new ClientVerification.Optional(staff()), A);
        TestAuthority stranger = new TestAuthority("staff");

        assertThatThrownBy(() -> {
                    try (SSLSocket socket = TlsClient.as(stranger.forNames("mallory"), PUBLIC)
                            .connect(server().port(), "a.example.com")) {
                        echo(socket);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(server().counts.completed()).isZero();
    }

    @OnEveryEngine
    void a_proven_certificate_says_who_the_client_is(TlsEngine engine) throws Exception {
        serve(engine, new ClientVerification.Required(staff()), A);
        ServerCertificate robot = STAFF.issue(
                "CN=robot",
                Duration.ofDays(1),
                List.of(
                        new GeneralName(GeneralName.dNSName, "robot.example.com"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example.com/robot")));

        try (SSLSocket socket = TlsClient.as(robot, PUBLIC).connect(server().port(), "a.example.com")) {
            assertThat(echo(socket)).isEqualTo(7);
        }
        assertThat(server().next().scheme().client())
                .isEqualTo(new ClientCertificate.Proven("spiffe://example.com/robot", robot.expiry()));
    }

    @OnEveryEngine
    void no_session_is_resumed_where_clients_are_asked_for_certificates(TlsEngine engine) throws IOException {
        serve(engine, new ClientVerification.Optional(staff()), A);
        TlsClient client = TlsClient.as(STAFF.forNames("robot"), PUBLIC);

        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(createdAnew(client, version)).as(version).isTrue();
        }
    }

    @OnEveryEngine
    void a_session_is_resumed_where_they_are_not(TlsEngine engine) throws IOException {
        serve(engine, ClientVerification.NONE, A);

        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(createdAnew(client(), version)).as(version).isFalse();
        }
    }

    /// Whether a second connection has a session of its own. A session that is resumed keeps its time of
    /// creation, and the clock is waited for in between.
    private boolean createdAnew(TlsClient client, String version) throws IOException {
        long first;
        try (SSLSocket socket = client.connect(server().port(), "a.example.com", version)) {
            echo(socket);
            first = socket.getSession().getCreationTime();
        }
        while (System.currentTimeMillis() <= first) {
            Thread.onSpinWait();
        }
        try (SSLSocket socket = client.connect(server().port(), "a.example.com", version)) {
            echo(socket);
            return socket.getSession().getCreationTime() != first;
        }
    }

    @OnEveryEngine
    void http_1_1_is_agreed_on_where_nothing_else_is_offered(TlsEngine engine) throws Exception {
        serve(engine, ClientVerification.NONE, A);

        try (SSLSocket socket = client().connect(server().port(), "a.example.com", List.of("h2", "http/1.1"))) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
        assertThat(server().next().protocol()).isEqualTo(ApplicationProtocol.HTTP_1_1);
    }

    @OnEveryEngine
    void what_the_listener_prefers_is_agreed_on(TlsEngine engine) throws Exception {
        started = TlsServer.start(
                engine,
                new TlsSettings(List.of(A), TlsVersion.TLS_1_2, ClientVerification.NONE),
                Duration.ofSeconds(10),
                List.of(ApplicationProtocol.HTTP_2, ApplicationProtocol.HTTP_1_1));

        try (SSLSocket socket = client().connect(server().port(), "a.example.com", List.of("http/1.1", "h2"))) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        }
        assertThat(server().next().protocol()).isEqualTo(ApplicationProtocol.HTTP_2);
    }

    @Test
    void a_client_that_says_nothing_is_cut_off_and_counted() throws IOException {
        started = TlsServer.start(
                TlsEngine.best(),
                new TlsSettings(List.of(A), TlsVersion.TLS_1_2, ClientVerification.NONE),
                Duration.ofMillis(50),
                List.of(ApplicationProtocol.HTTP_1_1));

        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(server().counts.timedOut()).isEqualTo(1);
        assertThat(server().counts.failed()).isEqualTo(1);
    }

    @OnEveryEngine
    void a_client_that_speaks_no_tls_is_cut_off_and_counted(TlsEngine engine) throws IOException {
        serve(engine, ClientVerification.NONE, A);

        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server().port())) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a.example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = plain.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII)).doesNotContain("HTTP");
        } catch (java.net.SocketException reset) {
            // A reset is as good an end.
            assertThat(reset).hasMessageContaining("reset");
        }
        assertThat(server().counts.completed()).isZero();
    }

    private void serve(TlsEngine engine, ClientVerification clients, ServerCertificate... certificates) {
        started = TlsServer.start(
                engine,
                new TlsSettings(List.of(certificates), TlsVersion.TLS_1_2, clients),
                Duration.ofSeconds(10),
                List.of(ApplicationProtocol.HTTP_1_1));
    }

    private TlsServer server() {
        return Objects.requireNonNull(started);
    }

    private static TlsClient client() {
        return TlsClient.trusting(PUBLIC);
    }

    private static TrustedAuthorities staff() {
        return new TrustedAuthorities(List.of(STAFF.certificate()));
    }

    private String shown(String name) throws IOException {
        try (SSLSocket socket = client().connect(server().port(), name)) {
            return socket.getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException unverified) {
            throw new IOException(unverified);
        }
    }

    private static int echo(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(7);
        out.flush();
        InputStream in = socket.getInputStream();
        return in.read();
    }
}
