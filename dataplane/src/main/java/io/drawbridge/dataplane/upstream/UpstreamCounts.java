package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Upstream;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections to each upstream are in use over all event loops.
public final class UpstreamCounts {
    private final ConcurrentHashMap<String, AtomicInteger> open = new ConcurrentHashMap<>();

    /// Whether one more connection is allowed; it is counted then.
    boolean reserve(Upstream upstream) {
        AtomicInteger count = open.computeIfAbsent(upstream.name(), _ -> new AtomicInteger());
        if (count.incrementAndGet() > upstream.maxConnections()) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    void release(Upstream upstream) {
        AtomicInteger count = open.get(upstream.name());
        if (count != null) {
            count.decrementAndGet();
        }
    }

    /// The connections to an upstream that are in use.
    public int open(String upstreamName) {
        AtomicInteger count = open.get(upstreamName);
        return count == null ? 0 : count.get();
    }
}
