package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.tls.ApplicationProtocol;
import io.drawbridge.dataplane.tls.UpstreamTls;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamSecurity;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// TCP, and TLS over it where the target wants it.
public final class TcpConnector implements Connector {
    private final Class<? extends Channel> transport;
    private final UpstreamTls tls;

    public TcpConnector(Class<? extends Channel> transport, UpstreamTls tls) {
        this.transport = transport;
        this.tls = tls;
    }

    @Override
    public void connect(
            EventLoop loop,
            Upstream upstream,
            Target target,
            InetSocketAddress address,
            Function<Channel, UpstreamConnection> made,
            Consumer<Outcome> done) {
        ChannelFuture future = new Bootstrap()
                .group(loop)
                .channel(transport)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, upstream.connectTimeout().toMillis()))
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 128 * 1024))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        switch (target.security()) {
                            case UpstreamSecurity.Plain _ -> {
                                // Nothing stands before HTTP.
                            }
                            case UpstreamSecurity.Tls secured ->
                                tls.secure(
                                        channel,
                                        target,
                                        secured.authorities(),
                                        ApplicationProtocol.HTTP_1_1,
                                        upstream.connectTimeout());
                        }
                    }
                })
                .connect(address);
        ChannelFuture ready = switch (target.security()) {
            case UpstreamSecurity.Plain _ -> future;
            case UpstreamSecurity.Tls _ -> UpstreamTls.ready(future, ApplicationProtocol.HTTP_1_1);
        };
        ready.addListener(_ -> {
            if (!ready.isSuccess()) {
                done.accept(new Outcome.Failed(failure(ready.cause(), upstream, address)));
                return;
            }
            UpstreamConnection connection = made.apply(ready.channel());
            ready.channel().pipeline().addLast(connection);
            done.accept(new Outcome.Connected(connection));
        });
    }

    static UpstreamFailure failure(@Nullable Throwable cause, Upstream upstream, InetSocketAddress address) {
        if (cause instanceof ConnectTimeoutException) {
            return UpstreamFailure.before(
                    UpstreamFailure.Kind.CONNECT_TIMEOUT,
                    "no connection to " + address + " within "
                            + upstream.connectTimeout().toMillis() + " ms");
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return UpstreamFailure.before(
                    UpstreamFailure.Kind.CONNECT_TIMEOUT,
                    "no TLS with " + address + " within " + upstream.connectTimeout());
        }
        String why = cause == null ? null : cause.getMessage();
        return UpstreamFailure.before(
                UpstreamFailure.Kind.UNREACHABLE, why == null ? "no connection to " + address : why);
    }
}
