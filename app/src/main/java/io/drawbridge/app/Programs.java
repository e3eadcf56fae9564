package io.drawbridge.app;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What the long-running commands need of their process: where Drawbridge lies, and when to stop.
public final class Programs {
    private final Path home;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /// @param home the folder that Drawbridge was built in
    public Programs(Path home) {
        this.home = home;
    }

    public Path home() {
        return home;
    }

    /// Has SIGTERM and Ctrl-C end [#untilStopped], and the process wait until the command has cleaned up.
    void stopWithProcess() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            asked.countDown();
                            try {
                                over.await(60, TimeUnit.SECONDS);
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "stop"));
    }

    /// Waits until the process is asked to stop.
    public void untilStopped() {
        try {
            asked.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the process is being stopped.
    boolean isStopping() {
        return asked.getCount() == 0;
    }

    /// The command has cleaned up.
    void finished() {
        over.countDown();
    }
}
