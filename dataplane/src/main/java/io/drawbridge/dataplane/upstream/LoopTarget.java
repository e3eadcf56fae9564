package io.drawbridge.dataplane.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The connections of one event loop to one target, the one that was used last on top.
final class LoopTarget implements UpstreamConnection.Owner {
    private final TargetState target;
    private final LoopUpstream upstream;
    private final LongSupplier nanoTime;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();

    LoopTarget(TargetState target, LoopUpstream upstream, LongSupplier nanoTime) {
        this.target = target;
        this.upstream = upstream;
        this.nanoTime = nanoTime;
    }

    Optional<UpstreamConnection> takeIdle() {
        while (!idle.isEmpty()) {
            UpstreamConnection connection = idle.pop();
            if (connection.isActive()) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    @Override
    public void park(UpstreamConnection connection) {
        connection.idleFrom(nanoTime.getAsLong());
        idle.push(connection);
    }

    @Override
    public void closed(UpstreamConnection connection) {
        idle.remove(connection);
    }

    /// Closes what has been idle for too long, and everything idle where the target is not configured any more.
    ///
    /// @return whether the target can be forgotten
    boolean sweep(long now) {
        long limit = upstream.cluster().upstream().idleTimeout().toNanos();
        for (UpstreamConnection connection : idle.toArray(UpstreamConnection[]::new)) {
            if (!target.isConfigured() || now - connection.idleSince() > limit) {
                connection.close();
            }
        }
        return idle.isEmpty() && !target.isConfigured() && target.inFlight() == 0;
    }
}
