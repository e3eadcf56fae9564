package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.tls.TlsVersion;
import io.drawbridge.domain.tls.TrustedAuthorities;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/// Speaks TLS with services. A service's certificate has to be for its host and signed by who is believed. A
/// connection is ready when that is certain.
public final class UpstreamTls {
    private record Kind(Optional<TrustedAuthorities> authorities, ApplicationProtocol protocol) {}

    private final TlsEngine engine;
    /// One for each set of authorities that a configuration has named since the start: a few.
    private final Map<Kind, SslContext> contexts = new ConcurrentHashMap<>();

    public UpstreamTls(TlsEngine engine) {
        this.engine = engine;
    }

    /// Puts TLS before whatever serves a connection.
    ///
    /// @param authorities who is believed; empty for those that Java trusts
    /// @param timeout for the handshake
    public void secure(
            Channel channel,
            Target target,
            Optional<TrustedAuthorities> authorities,
            ApplicationProtocol protocol,
            Duration timeout) {
        SslHandler handler = contexts.computeIfAbsent(new Kind(authorities, protocol), this::context)
                .newHandler(channel.alloc(), target.host(), target.port());
        handler.setHandshakeTimeoutMillis(Math.max(1, timeout.toMillis()));
        channel.pipeline().addLast(handler).addLast(new Quiet());
    }

    private SslContext context(Kind kind) {
        try {
            SslContextBuilder builder = Suites.modern(SslContextBuilder.forClient(), engine, TlsVersion.TLS_1_2)
                    .endpointIdentificationAlgorithm("HTTPS")
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            kind.protocol().id()));
            kind.authorities()
                    .ifPresent(trusted ->
                            builder.trustManager(trusted.certificates().toArray(X509Certificate[]::new)));
            return builder.build();
        } catch (SSLException refused) {
            throw new IllegalStateException(engine.title() + " does not take the authorities of an upstream", refused);
        }
    }

    /// When a connection that [#secure] was called for is ready, or why it never will be.
    ///
    /// @param connecting the connection itself
    /// @param protocol what the service has to speak; only HTTP/2 has to be agreed on
    public static ChannelFuture ready(ChannelFuture connecting, ApplicationProtocol protocol) {
        Channel channel = connecting.channel();
        ChannelPromise ready = channel.newPromise();
        connecting.addListener(_ -> {
            SslHandler handler = channel.pipeline().get(SslHandler.class);
            if (!connecting.isSuccess() || handler == null) {
                ready.tryFailure(connecting.isSuccess() ? new SSLException("no TLS") : connecting.cause());
                return;
            }
            handler.handshakeFuture().addListener(shaken -> {
                if (!shaken.isSuccess()) {
                    channel.close();
                    ready.tryFailure(shaken.cause());
                } else if (protocol == ApplicationProtocol.HTTP_2
                        && !ApplicationProtocol.HTTP_2.id().equals(handler.applicationProtocol())) {
                    channel.close();
                    ready.tryFailure(new SSLException("the service does not speak HTTP/2 over TLS"));
                } else {
                    ready.trySuccess();
                }
            });
            // Nothing else asks for the service's part of the handshake.
            channel.read();
        });
        return ready;
    }

    /// What goes wrong in the handshake is told by its future.
    private static final class Quiet extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (context.pipeline().last() == this) {
                context.close();
            } else {
                context.fireExceptionCaught(cause);
            }
        }
    }
}
