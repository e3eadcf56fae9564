package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Upstream;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The idle connections of one event loop, for each upstream the one that was used last on top.
public final class UpstreamPool {
    private final EventLoop loop;
    private final Class<? extends Channel> transport;
    private final UpstreamCounts counts;
    private final Map<Upstream, Deque<UpstreamConnection>> idle = new HashMap<>();
    private final Map<UpstreamConnection, Upstream> owners = new HashMap<>();

    public UpstreamPool(EventLoop loop, Class<? extends Channel> transport, UpstreamCounts counts) {
        this.loop = loop;
        this.transport = transport;
        this.counts = counts;
    }

    /// Finds or makes a connection. One of the two is called, now or later, on the loop.
    ///
    /// @param fresh whether an idle connection will not do
    public void acquire(
            Upstream upstream,
            boolean fresh,
            Consumer<UpstreamConnection> connected,
            Consumer<UpstreamFailure> failed) {
        // Counted are the connections that are in use: idle ones of one loop must not keep others from working.
        if (!counts.reserve(upstream)) {
            failed.accept(new UpstreamFailure(
                    UpstreamFailure.Kind.BUSY, false, "all " + upstream.maxConnections() + " connections are in use"));
            return;
        }
        Deque<UpstreamConnection> waiting = idle.get(upstream);
        while (!fresh && waiting != null && !waiting.isEmpty()) {
            UpstreamConnection connection = waiting.pop();
            if (connection.isActive()) {
                connection.use();
                connected.accept(connection);
                return;
            }
        }
        resolve(upstream, address -> connect(upstream, address, connected, failed), failed);
    }

    /// An address needs no look-up; a name is looked up off the loop, each time, by the machine's resolver.
    private void resolve(Upstream upstream, Consumer<InetSocketAddress> found, Consumer<UpstreamFailure> failed) {
        if (upstream.host().matches("[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?")) {
            found.accept(new InetSocketAddress(upstream.host(), upstream.port()));
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                InetAddress address = InetAddress.getByName(upstream.host());
                loop.execute(() -> found.accept(new InetSocketAddress(address, upstream.port())));
            } catch (UnknownHostException unknown) {
                loop.execute(() -> {
                    counts.release(upstream);
                    failed.accept(new UpstreamFailure(
                            UpstreamFailure.Kind.UNREACHABLE, false, "no address for the name " + upstream.host()));
                });
            }
        });
    }

    private void connect(
            Upstream upstream,
            InetSocketAddress address,
            Consumer<UpstreamConnection> connected,
            Consumer<UpstreamFailure> failed) {
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
                        UpstreamConnection connection = new UpstreamConnection(UpstreamPool.this, channel);
                        owners.put(connection, upstream);
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(address);
        future.addListener(done -> {
            UpstreamConnection connection = future.channel().pipeline().get(UpstreamConnection.class);
            if (done.isSuccess() && connection != null) {
                connected.accept(connection);
                return;
            }
            if (connection == null || owners.remove(connection) != null) {
                counts.release(upstream);
            }
            boolean late = done.cause() instanceof ConnectTimeoutException;
            failed.accept(new UpstreamFailure(
                    late ? UpstreamFailure.Kind.CONNECT_TIMEOUT : UpstreamFailure.Kind.UNREACHABLE,
                    false,
                    late ? "no connection within " + upstream.connectTimeout() : String.valueOf(done.cause())));
        });
    }

    void park(UpstreamConnection connection) {
        Upstream upstream = owners.get(connection);
        if (upstream != null) {
            counts.release(upstream);
            connection.idleFrom(System.nanoTime());
            idle.computeIfAbsent(upstream, _ -> new ArrayDeque<>()).push(connection);
        }
    }

    void closed(UpstreamConnection connection) {
        Upstream upstream = owners.remove(connection);
        if (upstream != null) {
            if (connection.isInUse()) {
                counts.release(upstream);
            }
            Deque<UpstreamConnection> waiting = idle.get(upstream);
            if (waiting != null && waiting.remove(connection) && waiting.isEmpty()) {
                idle.remove(upstream);
            }
        }
    }

    /// Closes what has been idle for too long.
    ///
    /// @param nanoTime by [System#nanoTime]
    public void sweep(long nanoTime) {
        idle.forEach((upstream, waiting) -> {
            long limit = upstream.idleTimeout().toNanos();
            for (UpstreamConnection connection : waiting.toArray(UpstreamConnection[]::new)) {
                if (nanoTime - connection.idleSince() > limit) {
                    waiting.remove(connection);
                    connection.close();
                }
            }
        });
        idle.values().removeIf(Deque::isEmpty);
    }
}
