package io.drawbridge.controlplane.configuration;

import java.time.Duration;

/// What a client's connection is held to.
///
/// @param maxHead bytes of a request head, from 1 KiB to 1 MiB
/// @param maxFields header fields of a request, from 8 to 1,000
/// @param headTimeout until a begun head is complete
/// @param idleTimeout until a connection without a request is closed
/// @param bodyTimeout between two pieces of a body
/// @param http2 how HTTP/2 is spoken
/// @param webSocketIdle until a WebSocket connection on which nothing moves is closed
public record ConnectionSpec(
        int maxHead,
        int maxFields,
        Duration headTimeout,
        Duration idleTimeout,
        Duration bodyTimeout,
        Http2Spec http2,
        Duration webSocketIdle) {
    static final ConnectionSpec DEFAULT = new ConnectionSpec(
            16 << 10,
            100,
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            Http2Spec.DEFAULT,
            Duration.ofMinutes(5));
}
