package io.drawbridge.controlplane.accounts;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Lets only so many hashes be computed at a time: they take all of a core and 19 MiB each, and whoever can reach the
/// login could otherwise take the whole machine.
final class HashingGate {
    private final Semaphore places;
    private final Duration patience;
    private final LongAdder turnedAway = new LongAdder();

    /// @param places how many at a time
    /// @param patience how long the next one waits for a place
    HashingGate(int places, Duration patience) {
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /// What the work gives; empty when there was no place in time.
    <T> Optional<T> run(Supplier<T> work) throws InterruptedException {
        if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            turnedAway.increment();
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            places.release();
        }
    }

    long turnedAway() {
        return turnedAway.sum();
    }
}
