package io.drawbridge.dataplane;

import java.time.Duration;

/// How the data plane treats connections.
///
/// @param loops event loops; 0 for one a core
/// @param maxHead bytes of a request head
/// @param maxFields header fields of a request
/// @param headTimeout from a head's first byte, or a connection's opening, to the head's end
/// @param idleTimeout between two requests on one connection
/// @param bodyTimeout between two signs of life while a body is under way
/// @param maxConnections client connections over all listeners; one more is closed at once
/// @param drain how long a stop waits for exchanges that are under way
public record DataplaneSettings(
        int loops,
        int maxHead,
        int maxFields,
        Duration headTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        int maxConnections,
        Duration drain) {
    public static final DataplaneSettings DEFAULT = new DataplaneSettings(
            0,
            16 * 1024,
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            20_000,
            Duration.ofSeconds(30));
}
