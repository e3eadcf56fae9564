package io.drawbridge.workorders.http;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// How long one request may take, from its head to the end of its answer. The web server has no such limit: a client
/// that
/// sends half a body, or reads half an answer, would keep its place for ever. What takes longer is interrupted, which
/// closes its connection.
final class TimeLimit implements AutoCloseable {
    private final Duration longest;
    private final ScheduledThreadPoolExecutor timer;

    TimeLimit(Duration longest) {
        this.longest = longest;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("time-limit").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Runs something on this thread, and interrupts it when it takes too long. The interruption never outlives it.
    void run(Runnable request) {
        var running = new Running(Thread.currentThread());
        var alarm = timer.schedule(running::interrupt, longest.toNanos(), TimeUnit.NANOSECONDS);
        try {
            request.run();
        } finally {
            alarm.cancel(false);
            running.end();
        }
    }

    /// The alarm may ring at the moment in which the request ends: then it must not ring for the next one.
    private static final class Running {
        private final Thread thread;
        private boolean ended;

        Running(Thread thread) {
            this.thread = thread;
        }

        synchronized void interrupt() {
            if (!ended) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            ended = true;
            // Clears what the alarm has set; nobody else interrupts a request.
            boolean _ = Thread.interrupted();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
