package io.drawbridge.dataplane.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Looks after a listening socket. What is turned away at the door costs the least. Where the socket cannot
/// accept, most often because the process has no file left to open, others make room, and accepting goes on a
/// moment later; who waits to be accepted goes on waiting meanwhile.
final class Acceptance extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(Acceptance.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(20);
    /// One line for all failures of that time.
    private static final Duration QUIET = Duration.ofMinutes(1);

    /// What it asks of the whole.
    interface House {
        /// Whether a connection that is not served yet is closed at once.
        boolean turnsAway(SocketChannel channel);

        /// Has some connections closed.
        void makeRoom();
    }

    private final House house;
    private final LongAdder failures;
    private long silentUntil = System.nanoTime();

    /// @param failures counts them
    Acceptance(House house, LongAdder failures) {
        this.house = house;
        this.failures = failures;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof SocketChannel accepted && house.turnsAway(accepted)) {
            accepted.unsafe().closeForcibly();
        } else {
            context.fireChannelRead(message);
        }
    }

    /// Not passed on: what Netty does about it is to wait for a second.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failures.increment();
        long now = System.nanoTime();
        if (now - silentUntil >= 0) {
            silentUntil = now + QUIET.toNanos();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "connections could not be accepted on {0} ({1}); room is made, and no more is said of it for a while",
                    context.channel().localAddress(),
                    cause.getMessage());
        }
        house.makeRoom();
        context.channel().config().setAutoRead(false);
        context.executor()
                .schedule(() -> context.channel().config().setAutoRead(true), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
