package io.drawbridge.app;

import io.drawbridge.controlplane.health.Phase;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Where the gateway is in its life: what `/readyz` says, and what the service manager is told.
final class Lifecycle implements AutoCloseable {
    private final Systemd systemd;
    private final Duration notice;
    private volatile Phase phase = Phase.SERVING;
    private String status = "";

    /// @param notice how long it says that it stops before it stops listening
    Lifecycle(Systemd systemd, Duration notice) {
        this.systemd = systemd;
        this.notice = notice;
    }

    Phase phase() {
        return phase;
    }

    /// @param well whether the program does its work; asked as often as the manager's watchdog wants a sign of life
    void ready(String now, BooleanSupplier well) {
        status = now;
        systemd.ready(now, well);
    }

    void reload(Runnable reading) {
        systemd.reloading();
        try {
            reading.run();
        } finally {
            systemd.reloaded(status);
        }
    }

    /// Says it, and gives load balancers the time to hear it.
    void stopping() {
        phase = Phase.STOPPING;
        systemd.stopping();
        try {
            Thread.sleep(notice);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        systemd.close();
    }
}
