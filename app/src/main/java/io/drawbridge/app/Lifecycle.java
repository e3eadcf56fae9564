package io.drawbridge.app;

import io.drawbridge.controlplane.health.Phase;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Where the gateway is in its life: what `/readyz` says, and what the service manager is told.
final class Lifecycle implements AutoCloseable {
    private final ServiceManager manager;
    private final Duration notice;
    private volatile Phase phase = Phase.SERVING;
    private String status = "";

    /// @param notice how long it says that it stops before it stops listening
    Lifecycle(ServiceManager manager, Duration notice) {
        this.manager = manager;
        this.notice = notice;
    }

    Phase phase() {
        return phase;
    }

    /// @param well whether the program does its work; asked as often as the manager's watchdog wants a sign of life
    void ready(String now, BooleanSupplier well) {
        status = now;
        manager.ready(now, well);
    }

    void reload(Runnable reading) {
        manager.reloading();
        try {
            reading.run();
        } finally {
            manager.reloaded(status);
        }
    }

    /// Says it, and gives load balancers the time to hear it.
    void stopping() {
        phase = Phase.STOPPING;
        manager.stopping();
        try {
            Thread.sleep(notice);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
