package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.DataplaneSettings;
import java.time.Duration;

/// Whom a connection or a stream waits for, and since when.
public final class Patience {
    private static final Duration ENDPOINT = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final DataplaneSettings settings;
    private Waiting waiting;
    private long since = System.nanoTime();
    private Duration upstream = Duration.ZERO;

    public Patience(DataplaneSettings settings, Waiting waiting) {
        this.settings = settings;
        this.waiting = waiting;
    }

    public void waitFor(Waiting whom) {
        if (waiting == Waiting.FOR_TUNNEL && whom != Waiting.FOR_CLIENT_TO_CLOSE) {
            // Either side may speak, so nobody in particular is waited for.
            return;
        }
        waiting = whom;
        since = System.nanoTime();
    }

    public void waitForUpstream(Duration patience) {
        if (waiting != Waiting.FOR_TUNNEL) {
            upstream = patience;
            waitFor(Waiting.FOR_UPSTREAM);
        }
    }

    /// From now on either side speaks when it likes.
    ///
    /// @param idle until nothing moves for too long
    void waitInTunnel(Duration idle) {
        waitFor(Waiting.FOR_TUNNEL);
        upstream = idle;
    }

    /// Takes note that whoever is waited for gave a sign of life.
    public void progress() {
        since = System.nanoTime();
    }

    /// Whether nothing goes on before the client does something.
    boolean isForClient() {
        return switch (waiting) {
            case FOR_BODY, FOR_CLIENT_TO_READ -> true;
            case FOR_REQUEST, FOR_HEAD, FOR_UPSTREAM, FOR_ENDPOINT, FOR_TUNNEL, FOR_CLIENT_TO_CLOSE -> false;
        };
    }

    public Waiting waiting() {
        return waiting;
    }

    /// Since when, by [System#nanoTime].
    public long since() {
        return since;
    }

    /// @param now by [System#nanoTime]
    public boolean isOver(long now) {
        return now - since > limit().toNanos();
    }

    private Duration limit() {
        return switch (waiting) {
            case FOR_REQUEST -> settings.idleTimeout();
            case FOR_HEAD -> settings.headTimeout();
            case FOR_BODY, FOR_CLIENT_TO_READ -> settings.bodyTimeout();
            case FOR_UPSTREAM, FOR_TUNNEL -> upstream;
            case FOR_ENDPOINT -> ENDPOINT;
            case FOR_CLIENT_TO_CLOSE -> CLOSING;
        };
    }
}
