package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.tls.ClientVerification;
import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsSettings;
import io.drawbridge.domain.tls.TrustedAuthorities;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/// One certificate, ready for handshakes.
///
/// Where clients are asked for certificates, no session is ever resumed: a resumed one would carry a client
/// past the check of a certificate that has expired or of authorities that are not trusted any more. Everywhere
/// else a client may come back with a ticket, whose keys belong to this object alone.
final class ShownCertificate {
    private static final Duration RESUMABLE = Duration.ofHours(12);

    private final ServerCertificate certificate;
    private final TlsSettings settings;
    private final TlsEngine engine;
    private final List<ApplicationProtocol> offered;
    private final SslContext context;
    private final TicketKeys tickets;

    ShownCertificate(
            ServerCertificate certificate,
            TlsSettings settings,
            TlsEngine engine,
            List<ApplicationProtocol> offered,
            LongSupplier nanoTime)
            throws SSLException {
        this.certificate = certificate;
        this.settings = settings;
        this.engine = engine;
        this.offered = offered;
        this.context = build();
        this.tickets = new TicketKeys(RESUMABLE, nanoTime);
    }

    private SslContext build() throws SSLException {
        SslContextBuilder builder = Suites.modern(
                        SslContextBuilder.forServer(
                                certificate.key(), certificate.chain().toArray(X509Certificate[]::new)),
                        engine,
                        settings.minimum())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        offered.stream().map(ApplicationProtocol::id).toList()))
                .sessionTimeout(RESUMABLE.toSeconds());
        switch (settings.clients()) {
            case ClientVerification.NotAsked _ -> builder.clientAuth(ClientAuth.NONE);
            case ClientVerification.Optional asked -> ask(builder, asked.authorities(), ClientAuth.OPTIONAL);
            case ClientVerification.Required asked -> ask(builder, asked.authorities(), ClientAuth.REQUIRE);
        }
        SslContext built = builder.build();
        if (built.sessionContext() instanceof OpenSslSessionContext sessions) {
            // Tickets do the same without memory on this side.
            sessions.setSessionCacheEnabled(false);
        }
        return built;
    }

    private static void ask(SslContextBuilder builder, TrustedAuthorities authorities, ClientAuth how) {
        builder.clientAuth(how).trustManager(authorities.certificates().toArray(X509Certificate[]::new));
    }

    SslHandler handler(ByteBufAllocator allocator) throws SSLException {
        return switch (settings.clients()) {
            case ClientVerification.NotAsked _ -> {
                if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
                    tickets.refresh(sessions);
                }
                yield context.newHandler(allocator);
            }
            case ClientVerification.Optional _, ClientVerification.Required _ ->
                switch (engine) {
                    case BORINGSSL -> withoutTickets(context.newHandler(allocator));
                    // The JDK gives tickets out and has no switch for one context alone; what one context gave
                    // out, another does not take.
                    case JDK -> build().newHandler(allocator);
                };
        };
    }

    /// Netty has BoringSSL give tickets out unless told otherwise, under keys of BoringSSL's own.
    private static SslHandler withoutTickets(SslHandler handler) {
        if (!(handler.engine() instanceof ReferenceCountedOpenSslEngine boring)) {
            throw new IllegalStateException("not an engine of BoringSSL: " + handler.engine());
        }
        SSL.setOptions(boring.sslPointer(), SSL.SSL_OP_NO_TICKET);
        return handler;
    }

    void release() {
        ReferenceCountUtil.release(context);
    }
}
