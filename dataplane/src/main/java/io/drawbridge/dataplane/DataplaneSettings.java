package io.drawbridge.dataplane;

import java.time.Duration;

/// How the data plane treats connections.
///
/// @param loops event loops; 0 for one a core
/// @param maxHead bytes of a request head, at least 512
/// @param maxFields header fields of a request
/// @param headTimeout from a head's first byte to its end
/// @param idleTimeout until a connection's first request begins, and between two requests
/// @param bodyTimeout between two signs of life while a body is under way
/// @param maxConnections client connections of each listener; for one more another makes room
/// @param drain how long a stop waits for exchanges that are under way
/// @param http2 how HTTP/2 is spoken to clients
public record DataplaneSettings(
        int loops,
        int maxHead,
        int maxFields,
        Duration headTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        int maxConnections,
        Duration drain,
        Http2 http2) {
    /// How HTTP/2 is spoken to clients.
    ///
    /// @param enabled whether it is offered over TLS
    /// @param clearText whether it is also understood without TLS, from clients that begin with it
    /// @param maxStreams requests that one connection may have under way
    public record Http2(boolean enabled, boolean clearText, int maxStreams) {
        public static final Http2 DEFAULT = new Http2(true, false, 100);

        public Http2 {
            if (maxStreams < 1) {
                throw new IllegalArgumentException("a connection has one stream at least, not " + maxStreams);
            }
        }
    }

    public DataplaneSettings(
            int loops,
            int maxHead,
            int maxFields,
            Duration headTimeout,
            Duration idleTimeout,
            Duration bodyTimeout,
            int maxConnections,
            Duration drain) {
        this(loops, maxHead, maxFields, headTimeout, idleTimeout, bodyTimeout, maxConnections, drain, Http2.DEFAULT);
    }

    /// These settings, with others for HTTP/2.
    public DataplaneSettings with(Http2 other) {
        return new DataplaneSettings(
                loops, maxHead, maxFields, headTimeout, idleTimeout, bodyTimeout, maxConnections, drain, other);
    }

    public DataplaneSettings {
        if (loops < 0 || maxHead < 512 || maxFields < 1 || maxConnections < 1) {
            throw new IllegalArgumentException("loops are 0 or more, a head has at least 512 bytes and one field, and"
                    + " there is at least one connection; not " + loops + ", " + maxHead + ", " + maxFields + " and "
                    + maxConnections);
        }
        if (!headTimeout.isPositive() || !idleTimeout.isPositive() || !bodyTimeout.isPositive()) {
            throw new IllegalArgumentException("time-outs are longer than nothing");
        }
        if (drain.isNegative()) {
            throw new IllegalArgumentException("a drain does not end before it begins");
        }
    }

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
