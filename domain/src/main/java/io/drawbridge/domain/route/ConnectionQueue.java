package io.drawbridge.domain.route;

import java.time.Duration;

/// Where requests wait when all connections of their upstream are in use.
///
/// @param length requests over all event loops; 0 for none
/// @param timeout for how long one waits
public record ConnectionQueue(int length, Duration timeout) {
    public static final ConnectionQueue DEFAULT = new ConnectionQueue(128, Duration.ofSeconds(1));
    public static final ConnectionQueue NONE = new ConnectionQueue(0, Duration.ofSeconds(1));

    public ConnectionQueue {
        if (length < 0 || !timeout.isPositive()) {
            throw new IllegalArgumentException(
                    "a queue is not shorter than nothing, and one waits in it for some time");
        }
    }
}
