package io.drawbridge.telemetry.loop;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A daemon thread that does the same work again and again. Work that throws is reported and done again at the
/// next beat.
public final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Heartbeat.class.getName());

    private final Runnable work;
    private final long period;
    private final Thread thread;
    private volatile boolean open = true;

    private Heartbeat(String name, Duration period, Runnable work) {
        this.work = work;
        this.period = period.toNanos();
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /// @param period how long to rest between the end of one beat and the next, unless woken
    public static Heartbeat start(String name, Duration period, Runnable work) {
        Heartbeat heartbeat = new Heartbeat(name, period, work);
        heartbeat.thread.start();
        return heartbeat;
    }

    /// Makes the next beat come now. It never blocks.
    public void wake() {
        LockSupport.unpark(thread);
    }

    /// Waits for the beat in progress; there is none after it.
    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (open) {
            LockSupport.parkNanos(this, period);
            try {
                work.run();
            } catch (RuntimeException failure) {
                LOG.log(Level.ERROR, "the thread " + thread.getName() + " failed and tries again", failure);
            }
        }
    }
}
