package io.drawbridge.workorders.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A log for what anybody can cause at will: one line in ten seconds, which says how many were left out.
final class SparingLog {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final System.Logger log;
    private final LongSupplier nanos;
    private final AtomicLong next;
    private final AtomicLong leftOut = new AtomicLong();

    SparingLog(System.Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    void warn(String message) {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE)) {
            leftOut.incrementAndGet();
            return;
        }
        long silent = leftOut.getAndSet(0);
        log.log(
                System.Logger.Level.WARNING,
                silent == 0 ? message : message + " (and " + silent + " times something like it)");
    }
}
