package io.drawbridge.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.UpstreamSecurity;
import io.drawbridge.domain.tls.ClientVerification;
import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsSettings;
import io.drawbridge.domain.tls.TlsVersion;
import io.drawbridge.domain.tls.TrustedAuthorities;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamTlsTest {
    private static final TestAuthority COMPANY = new TestAuthority("company");
    private static final TestAuthority STRANGER = new TestAuthority("stranger");

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @OnEveryEngine
    void a_service_with_a_certificate_for_its_name_is_spoken_to(TlsEngine engine) {
        try (TlsServer service = service(COMPANY.forNames("api.internal"), ApplicationProtocol.HTTP_1_1)) {
            ChannelFuture ready =
                    connect(engine, service, "api.internal", believing(COMPANY), ApplicationProtocol.HTTP_1_1);

            assertThat(ready.isSuccess()).as("%s", ready.cause()).isTrue();
        }
    }

    @OnEveryEngine
    void a_service_that_is_named_by_its_address_needs_a_certificate_for_the_address(TlsEngine engine) {
        ServerCertificate forAddress = COMPANY.issue(
                "CN=service", Duration.ofDays(1), List.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        try (TlsServer service = service(forAddress, ApplicationProtocol.HTTP_1_1)) {
            assertThat(connect(engine, service, "127.0.0.1", believing(COMPANY), ApplicationProtocol.HTTP_1_1)
                            .isSuccess())
                    .isTrue();
        }
        try (TlsServer service = service(COMPANY.forNames("api.internal"), ApplicationProtocol.HTTP_1_1)) {
            assertThat(connect(engine, service, "127.0.0.1", believing(COMPANY), ApplicationProtocol.HTTP_1_1)
                            .isSuccess())
                    .isFalse();
        }
    }

    @OnEveryEngine
    void a_certificate_for_another_name_is_refused(TlsEngine engine) {
        try (TlsServer service = service(COMPANY.forNames("other.internal"), ApplicationProtocol.HTTP_1_1)) {
            assertThat(connect(engine, service, "api.internal", believing(COMPANY), ApplicationProtocol.HTTP_1_1)
                            .isSuccess())
                    .isFalse();
        }
    }

    @OnEveryEngine
    void a_certificate_of_somebody_who_is_not_believed_is_refused(TlsEngine engine) {
        try (TlsServer service = service(STRANGER.forNames("api.internal"), ApplicationProtocol.HTTP_1_1)) {
            assertThat(connect(engine, service, "api.internal", believing(COMPANY), ApplicationProtocol.HTTP_1_1)
                            .isSuccess())
                    .isFalse();
            // Java's own authorities do not know it either.
            assertThat(connect(engine, service, "api.internal", Optional.empty(), ApplicationProtocol.HTTP_1_1)
                            .isSuccess())
                    .isFalse();
        }
    }

    @OnEveryEngine
    void http_2_has_to_be_agreed_on(TlsEngine engine) {
        ServerCertificate certificate = COMPANY.forNames("api.internal");
        try (TlsServer service = service(certificate, ApplicationProtocol.HTTP_2)) {
            assertThat(connect(engine, service, "api.internal", believing(COMPANY), ApplicationProtocol.HTTP_2)
                            .isSuccess())
                    .isTrue();
        }
        try (TlsServer service = service(certificate, ApplicationProtocol.HTTP_1_1)) {
            assertThat(connect(engine, service, "api.internal", believing(COMPANY), ApplicationProtocol.HTTP_2)
                            .cause())
                    .hasMessageContaining("does not speak HTTP/2");
        }
    }

    @Test
    void a_service_that_never_answers_is_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ChannelFuture ready = connect(
                    TlsEngine.best(),
                    silent.getLocalPort(),
                    "api.internal",
                    believing(COMPANY),
                    ApplicationProtocol.HTTP_1_1,
                    Duration.ofMillis(50));

            assertThat(ready.cause()).hasMessageContaining("timed out");
        }
    }

    private static TlsServer service(ServerCertificate certificate, ApplicationProtocol protocol) {
        return TlsServer.start(
                TlsEngine.best(),
                new TlsSettings(List.of(certificate), TlsVersion.TLS_1_2, ClientVerification.NONE),
                Duration.ofSeconds(10),
                List.of(protocol));
    }

    private static Optional<TrustedAuthorities> believing(TestAuthority authority) {
        return Optional.of(new TrustedAuthorities(List.of(authority.certificate())));
    }

    private ChannelFuture connect(
            TlsEngine engine,
            TlsServer service,
            String host,
            Optional<TrustedAuthorities> authorities,
            ApplicationProtocol protocol) {
        return connect(engine, service.port(), host, authorities, protocol, Duration.ofSeconds(10));
    }

    /// What came of a connection, which is closed again.
    private ChannelFuture connect(
            TlsEngine engine,
            int port,
            String host,
            Optional<TrustedAuthorities> authorities,
            ApplicationProtocol protocol,
            Duration timeout) {
        UpstreamTls tls = new UpstreamTls(engine);
        Target target = new Target(host, port, 1, new UpstreamSecurity.Tls(authorities));
        ChannelFuture connecting = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.secure(channel, target, authorities, protocol, timeout);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ChannelFuture ready = UpstreamTls.ready(connecting, protocol).awaitUninterruptibly();
        connecting.channel().close().awaitUninterruptibly();
        return ready;
    }
}
