package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.Upstream;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Plain TCP.
public final class TcpConnector implements Connector {
    private final Class<? extends Channel> transport;

    public TcpConnector(Class<? extends Channel> transport) {
        this.transport = transport;
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
                        channel.pipeline().addLast(made.apply(channel));
                    }
                })
                .connect(address);
        future.addListener(_ -> {
            UpstreamConnection connection = future.channel().pipeline().get(UpstreamConnection.class);
            done.accept(
                    future.isSuccess() && connection != null
                            ? new Outcome.Connected(connection)
                            : new Outcome.Failed(failure(future.cause(), upstream, address)));
        });
    }

    static UpstreamFailure failure(@Nullable Throwable cause, Upstream upstream, InetSocketAddress address) {
        if (cause instanceof ConnectTimeoutException) {
            return UpstreamFailure.before(
                    UpstreamFailure.Kind.CONNECT_TIMEOUT,
                    "no connection to " + address + " within "
                            + upstream.connectTimeout().toMillis() + " ms");
        }
        String why = cause == null ? null : cause.getMessage();
        return UpstreamFailure.before(
                UpstreamFailure.Kind.UNREACHABLE, why == null ? "no connection to " + address : why);
    }
}
