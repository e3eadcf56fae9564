package io.drawbridge.controlplane.admin;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Counts wrong admin keys by network over the last minute. It tells 10,000 networks apart; when more come, the one
/// that has been quiet for longest is forgotten, and counted.
public final class WrongKeys {
    /// So many are tolerated in any span of a minute.
    static final int LIMIT = 5;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final int NETWORKS = 10_000;

    private final LongSupplier nanos;
    private final Map<String, ArrayDeque<Long>> times = new LinkedHashMap<>(16, 0.75f, true);
    private long forgotten;

    sealed interface Recorded {
        record Tolerated() implements Recorded {}

        /// @param retryAfter until another one would be tolerated
        record TooMany(Duration retryAfter) implements Recorded {}
    }

    /// @param nanos a clock that only ever goes on, such as System::nanoTime
    public WrongKeys(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// How many networks were forgotten for lack of room.
    public synchronized long forgotten() {
        return forgotten;
    }

    synchronized Recorded record(String network) {
        long now = nanos.getAsLong();
        ArrayDeque<Long> seen = times.get(network);
        if (seen == null) {
            seen = new ArrayDeque<>(LIMIT);
            times.put(network, seen);
            if (times.size() > NETWORKS) {
                var eldest = times.entrySet().iterator();
                eldest.next();
                eldest.remove();
                forgotten++;
            }
        }
        while (!seen.isEmpty() && now - seen.getFirst() >= WINDOW) {
            seen.removeFirst();
        }
        if (seen.size() >= LIMIT) {
            return new Recorded.TooMany(Duration.ofNanos(WINDOW - (now - seen.getFirst())));
        }
        seen.addLast(now);
        return new Recorded.Tolerated();
    }
}
