package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Upstream;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The connections of one event loop to upstreams. It is touched by that loop alone.
public final class UpstreamPool {
    private final EventLoop loop;
    private final Upstreams upstreams;
    private final Connector connector;
    private final LongSupplier nanoTime;
    private final Map<String, LoopUpstream> homes = new HashMap<>();
    private final IdentityHashMap<TargetState, LoopTarget> targets = new IdentityHashMap<>();

    UpstreamPool(EventLoop loop, Upstreams upstreams, Connector connector, LongSupplier nanoTime) {
        this.loop = loop;
        this.upstreams = upstreams;
        this.connector = connector;
        this.nanoTime = nanoTime;
    }

    /// One request's way to an upstream, which has not begun yet.
    public UpstreamCall call(Upstream upstream, UpstreamCall.Caller caller) {
        return new UpstreamCall(this, home(upstream), caller);
    }

    private LoopUpstream home(Upstream upstream) {
        LoopUpstream known = homes.get(upstream.name());
        if (known != null && !known.cluster().isRetired()) {
            return known;
        }
        LoopUpstream fresh = new LoopUpstream(upstreams.cluster(upstream), upstreams.random(), nanoTime);
        homes.put(upstream.name(), fresh);
        return fresh;
    }

    LoopTarget target(TargetState target, LoopUpstream home) {
        return targets.computeIfAbsent(target, state -> new LoopTarget(state, home, nanoTime));
    }

    EventLoop loop() {
        return loop;
    }

    Connector connector() {
        return connector;
    }

    /// Closes what has been idle for too long, and tells the other loops what this one has learnt.
    ///
    /// @param now by the pool's own clock
    public void sweep(long now) {
        targets.values().removeIf(target -> target.sweep(now));
        homes.values().forEach(home -> home.tell(now));
        homes.values().removeIf(home -> home.cluster().isRetired());
    }
}
