package io.drawbridge.domain.route;

import java.time.Duration;

/// A service behind the gateway, spoken to in HTTP/1.1 without TLS.
///
/// @param name its name in the configuration, and the audience of the identity tokens made for it
/// @param connectTimeout until a connection stands
/// @param responseTimeout between two signs of life while an answer is due
/// @param idleTimeout how long an unused connection is kept; shorter than the service keeps it
/// @param maxConnections over all event loops
/// @param forwardAuthorization whether a verified credential is passed on; a rejected one never is
public record Upstream(
        String name,
        String host,
        int port,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration idleTimeout,
        int maxConnections,
        boolean forwardAuthorization) {}
