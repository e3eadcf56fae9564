package io.drawbridge.domain.route;

import java.time.Duration;
import java.util.List;

/// A service behind the gateway.
///
/// @param name its name in the configuration, and the audience of the identity tokens made for it
/// @param targets where it runs, one at least, no host and port twice
/// @param connectTimeout until a connection stands
/// @param responseTimeout between two signs of life while an answer is due
/// @param idleTimeout how long an unused connection is kept; shorter than the service keeps it
/// @param maxConnections over all event loops and targets
/// @param forwardAuthorization whether a verified credential is passed on; a rejected one never is
public record Upstream(
        String name,
        List<Target> targets,
        Duration connectTimeout,
        Duration responseTimeout,
        Duration idleTimeout,
        int maxConnections,
        boolean forwardAuthorization,
        Resilience resilience,
        Protocol protocol) {
    /// What it is spoken to in.
    public enum Protocol {
        /// HTTP/1.1.
        HTTP1,
        /// HTTP/2: agreed on over TLS, else with prior knowledge (RFC 9113, section 3.3).
        HTTP2
    }

    public Upstream {
        targets = List.copyOf(targets);
        if (targets.isEmpty()
                || targets.stream().map(Target::authority).distinct().count() < targets.size()) {
            throw new IllegalArgumentException("an upstream has a target at least, and none twice");
        }
    }

    /// Spoken to in HTTP/1.1.
    public Upstream(
            String name,
            List<Target> targets,
            Duration connectTimeout,
            Duration responseTimeout,
            Duration idleTimeout,
            int maxConnections,
            boolean forwardAuthorization,
            Resilience resilience) {
        this(
                name,
                targets,
                connectTimeout,
                responseTimeout,
                idleTimeout,
                maxConnections,
                forwardAuthorization,
                resilience,
                Protocol.HTTP1);
    }

    /// With one target, and nothing said about the rest.
    public Upstream(
            String name,
            String host,
            int port,
            Duration connectTimeout,
            Duration responseTimeout,
            Duration idleTimeout,
            int maxConnections,
            boolean forwardAuthorization) {
        this(
                name,
                List.of(new Target(host, port, 1)),
                connectTimeout,
                responseTimeout,
                idleTimeout,
                maxConnections,
                forwardAuthorization,
                Resilience.DEFAULT,
                Protocol.HTTP1);
    }

    public Upstream with(Protocol other) {
        return new Upstream(
                name,
                targets,
                connectTimeout,
                responseTimeout,
                idleTimeout,
                maxConnections,
                forwardAuthorization,
                resilience,
                other);
    }

    public Upstream with(Resilience other) {
        return new Upstream(
                name,
                targets,
                connectTimeout,
                responseTimeout,
                idleTimeout,
                maxConnections,
                forwardAuthorization,
                other,
                protocol);
    }
}
