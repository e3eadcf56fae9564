package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.DataplaneSettings;
import io.drawbridge.dataplane.upstream.UpstreamPool;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.route.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// What the connections of one event loop share. It is touched by that loop alone, so nothing in it is locked.
public final class Loop {
    private static final System.Logger LOG = System.getLogger(Loop.class.getName());
    /// How late a time-out may be noticed.
    private static final long SWEEP_MILLIS = 200;

    private final EventLoop executor;
    private final DataplaneSettings settings;
    private final InstantSource clock;
    private final UpstreamPool pool;
    private final DateField date;
    private final Set<ClientConnection> connections = new HashSet<>();
    private final Map<Site, EventSink.Recorder> recorders = new HashMap<>();
    private final Guests guests = new Guests();
    private final Probation probation = new Probation();
    private final Map<String, Berths> berths = new HashMap<>();
    private final int loops;
    private final LongAdder gaveWay;
    private boolean draining;

    /// @param loops how many there are
    /// @param gaveWay counts requests that gave way to others
    Loop(
            EventLoop executor,
            int loops,
            DataplaneSettings settings,
            InstantSource clock,
            UpstreamPool pool,
            LongAdder gaveWay) {
        this.executor = executor;
        this.loops = loops;
        this.gaveWay = gaveWay;
        this.settings = settings;
        this.clock = clock;
        this.pool = pool;
        this.date = new DateField(clock);
        executor.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        long now = System.nanoTime();
        pool.sweep(now);
        for (ClientConnection connection : connections.toArray(ClientConnection[]::new)) {
            try {
                connection.checkDeadline(now);
            } catch (RuntimeException failure) {
                // A fault on one connection must not stop time for all of them.
                LOG.log(System.Logger.Level.ERROR, "a connection failed at its time-out", failure);
                connection.closeNow();
            }
        }
    }

    /// From now on a connection closes as soon as it has nothing under way. Called on the loop.
    public void drain() {
        draining = true;
        for (ClientConnection connection : connections.toArray(ClientConnection[]::new)) {
            connection.drain();
        }
    }

    /// How many client connections are open. Called on the loop.
    public int openConnections() {
        return connections.size();
    }

    /// Closes what is still open. Called on the loop.
    public void closeAll() {
        for (ClientConnection connection : connections.toArray(ClientConnection[]::new)) {
            connection.breakOff();
        }
    }

    public void opened(ClientConnection connection) {
        connections.add(connection);
        guests.serves(connection);
    }

    public void closed(ClientConnection connection) {
        connections.remove(connection);
    }

    /// All connections that were accepted, whatever they are in the middle of.
    Guests guests() {
        return guests;
    }

    Probation probation() {
        return probation;
    }

    /// A connection of this client had to be sent away for breaking the rules of its protocol.
    public void offended(ClientAddress client) {
        probation.offended(client.network(), System.nanoTime());
    }

    /// Who has a connection to this upstream, or is about to get one.
    Berths berths(Upstream upstream) {
        return berths.computeIfAbsent(upstream.name(), _ -> new Berths());
    }

    /// Before one more request goes to an upstream that is nearly full.
    void makeRoom(Upstream upstream) {
        int mostStalled = Math.max(1, upstream.maxConnections() / 2 / loops);
        gaveWay.add(berths(upstream).makeRoom(mostStalled, System.nanoTime()));
    }

    public boolean isDraining() {
        return draining;
    }

    EventSink.Recorder recorder(Site site) {
        return recorders.computeIfAbsent(site, s -> s.events().recorder());
    }

    /// A buffer for what is written on this loop.
    public ByteBuf buffer(int size) {
        return ByteBufAllocator.DEFAULT.buffer(size);
    }

    EventLoop executor() {
        return executor;
    }

    public DataplaneSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    UpstreamPool pool() {
        return pool;
    }

    public DateField date() {
        return date;
    }
}
