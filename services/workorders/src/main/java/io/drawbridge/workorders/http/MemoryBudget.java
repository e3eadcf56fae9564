package io.drawbridge.workorders.http;

import java.util.concurrent.Semaphore;

/// How much memory all bodies together may take. What does not fit is refused.
final class MemoryBudget {
    private static final int UNIT = 1024;

    private final Semaphore units;

    /// @param bytes at least 1 KiB; the budget is counted in whole KiB
    MemoryBudget(long bytes) {
        if (bytes < UNIT) {
            throw new IllegalArgumentException("a memory budget has 1 KiB at the least");
        }
        this.units = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT));
    }

    /// Memory that is about to be used.
    ///
    /// @throws Exhausted when there is not that much left
    Reservation reserve(long bytes) {
        var reservation = new Reservation();
        reservation.extend(bytes);
        return reservation;
    }

    /// Memory in use, until it is closed.
    final class Reservation implements AutoCloseable {
        private int held;

        private Reservation() {}

        /// Takes more.
        void extend(long bytes) {
            int wanted = Math.toIntExact((bytes + UNIT - 1) / UNIT);
            if (!units.tryAcquire(wanted)) {
                throw new Exhausted();
            }
            held += wanted;
        }

        @Override
        public void close() {
            units.release(held);
            held = 0;
        }
    }

    /// There was not enough left.
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("the memory for bodies is used up", null, false, false);
        }
    }
}
