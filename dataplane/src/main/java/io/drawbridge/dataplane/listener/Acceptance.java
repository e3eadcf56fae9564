package io.drawbridge.dataplane.listener;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Looks after listening sockets that cannot accept, most often because the process has no file left to open:
/// others make room, and accepting goes on a moment later. What waits to be accepted goes on waiting meanwhile.
@ChannelHandler.Sharable
final class Acceptance extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(Acceptance.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(20);
    /// One line for all failures of that time.
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Runnable makeRoom;
    private final LongAdder failures = new LongAdder();
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());

    /// @param makeRoom has some connections closed
    Acceptance(Runnable makeRoom) {
        this.makeRoom = makeRoom;
    }

    long failures() {
        return failures.sum();
    }

    /// Not passed on: what Netty does about it is to wait for a second.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failures.increment();
        long now = System.nanoTime();
        long until = silentUntil.get();
        if (now - until >= 0 && silentUntil.compareAndSet(until, now + QUIET.toNanos())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "connections could not be accepted on {0} ({1}); room is made, and no more is said of it for a while",
                    context.channel().localAddress(),
                    cause.getMessage());
        }
        makeRoom.run();
        context.channel().config().setAutoRead(false);
        context.executor()
                .schedule(() -> context.channel().config().setAutoRead(true), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
