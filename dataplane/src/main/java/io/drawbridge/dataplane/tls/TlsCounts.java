package io.drawbridge.dataplane.tls;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// Handshakes of clients, counted over all loops. Every failure is counted; the log gets one line a minute at
/// the most, because anybody can make them fail as fast as connections can be opened.
public final class TlsCounts {
    private static final System.Logger LOG = System.getLogger(TlsCounts.class.getName());
    private static final long PAUSE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final LongAdder completed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder timedOut = new LongAdder();
    private final AtomicLong lastSaid;

    /// @param nanoTime for example [System#nanoTime]
    public TlsCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastSaid = new AtomicLong(nanoTime.getAsLong() - PAUSE);
    }

    void handshakeCompleted() {
        completed.increment();
    }

    void handshakeTimedOut() {
        timedOut.increment();
        handshakeFailed("it was not done in time");
    }

    void handshakeFailed(String why) {
        failed.increment();
        LOG.log(System.Logger.Level.DEBUG, "a TLS handshake failed: {0}", why);
        long now = nanoTime.getAsLong();
        long before = lastSaid.get();
        if (now - before >= PAUSE && lastSaid.compareAndSet(before, now)) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} TLS handshakes have failed since the start, the last one because: {1}",
                    failed.sum(),
                    why);
        }
    }

    /// Handshakes that were finished.
    public long completed() {
        return completed.sum();
    }

    /// Handshakes that came to nothing, those that were not done in time among them.
    public long failed() {
        return failed.sum();
    }

    /// Handshakes that were not done in time.
    public long timedOut() {
        return timedOut.sum();
    }
}
