package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.identity.ClientAddress;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Stands before what a listener serves.
///
/// In a full house each new connection means that another is closed. A crowd that keeps coming would have that
/// done over and over, at many times the cost of closing it here. Where the listener cannot accept, most often
/// because the process has no file left to open, others make room, and accepting goes on a moment later; who
/// waits to be accepted goes on waiting meanwhile.
final class Door extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(Door.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(20);
    /// One line for all failures of that time.
    private static final Duration QUIET = Duration.ofMinutes(1);
    /// So many connections may take another's place in one second, whoever opens them.
    private static final int EXCHANGED = 1_000;

    private final Capacity capacity;
    private final Site site;
    private final Guests guests;
    private final Runnable makeRoom;
    private long second;
    private int exchanged;
    private long silentUntil = System.nanoTime();

    /// @param guests of the loop that accepts. It speaks for all, which have as many connections each
    /// @param makeRoom has all loops make room
    Door(Capacity capacity, Site site, Guests guests, Runnable makeRoom) {
        this.capacity = capacity;
        this.site = site;
        this.guests = guests;
        this.makeRoom = makeRoom;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof SocketChannel accepted && turnsAway(accepted, System.nanoTime())) {
            capacity.turnedAway();
            accepted.unsafe().closeForcibly();
        } else {
            context.fireChannelRead(message);
        }
    }

    private boolean turnsAway(SocketChannel accepted, long now) {
        if (!capacity.isNearlyFull(guests, site)) {
            return false;
        }
        long present = now / TimeUnit.SECONDS.toNanos(1);
        if (present != second) {
            second = present;
            exchanged = 0;
        }
        exchanged++;
        InetSocketAddress remote = accepted.remoteAddress();
        if (exchanged <= EXCHANGED || remote == null) {
            return false;
        }
        ClientAddress source = ClientAddress.of(remote.getAddress());
        return !site.clients().isProxy(source) && guests.isLarge(source);
    }

    /// Not passed on: what Netty does about it is to wait for a second.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        capacity.acceptFailed();
        long now = System.nanoTime();
        if (now - silentUntil >= 0) {
            silentUntil = now + QUIET.toNanos();
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
