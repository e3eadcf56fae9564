package io.drawbridge.policies;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// A clock that stands still until it is moved.
public final class Ticker implements InstantSource, LongSupplier {
    /// Close to where `System::nanoTime` wraps around, so that arithmetic that minds is found out.
    private long nanos = Long.MAX_VALUE - 500_000_000L;

    private Instant instant;

    public Ticker(Instant start) {
        this.instant = start;
    }

    public synchronized void advance(Duration by) {
        instant = instant.plus(by);
        nanos = nanos + by.toNanos();
    }

    public synchronized void set(Instant to) {
        advance(Duration.between(instant, to));
    }

    @Override
    public synchronized Instant instant() {
        return instant;
    }

    @Override
    public synchronized long getAsLong() {
        return nanos;
    }
}
