package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.DataplaneSettings;
import io.drawbridge.dataplane.upstream.UpstreamPool;
import io.drawbridge.domain.event.EventSink;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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
    private final Set<FrontConnection> connections = new HashSet<>();
    private final Map<Site, EventSink.Recorder> recorders = new HashMap<>();
    private boolean draining;

    public Loop(EventLoop executor, DataplaneSettings settings, InstantSource clock, UpstreamPool pool) {
        this.executor = executor;
        this.settings = settings;
        this.clock = clock;
        this.pool = pool;
        this.date = new DateField(clock);
        executor.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        long now = System.nanoTime();
        pool.sweep(now);
        for (FrontConnection connection : connections.toArray(FrontConnection[]::new)) {
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
        for (FrontConnection connection : connections.toArray(FrontConnection[]::new)) {
            connection.closeIfIdle();
        }
    }

    /// How many client connections are open. Called on the loop.
    public int openConnections() {
        return connections.size();
    }

    /// Closes what is still open. Called on the loop.
    public void closeAll() {
        for (FrontConnection connection : connections.toArray(FrontConnection[]::new)) {
            connection.breakOff();
        }
    }

    void opened(FrontConnection connection) {
        connections.add(connection);
    }

    void closed(FrontConnection connection) {
        connections.remove(connection);
    }

    boolean isDraining() {
        return draining;
    }

    EventSink.Recorder recorder(Site site) {
        return recorders.computeIfAbsent(site, s -> s.events().recorder());
    }

    EventLoop executor() {
        return executor;
    }

    DataplaneSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    UpstreamPool pool() {
        return pool;
    }

    DateField date() {
        return date;
    }
}
