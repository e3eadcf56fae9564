package io.drawbridge.domain.event;

/// Takes events. The data plane knows nothing more of logs and stores.
public interface EventSink {
    /// A recorder for one event loop: it is called from one thread, never blocks it, and never throws.
    Recorder recorder();

    /// Records from any thread.
    void record(Event event);

    /// See [#recorder()].
    @FunctionalInterface
    interface Recorder {
        void record(Event event);
    }
}
