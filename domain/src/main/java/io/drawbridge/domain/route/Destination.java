package io.drawbridge.domain.route;

/// Who answers.
public sealed interface Destination {
    /// A service behind the gateway.
    record Forward(Upstream upstream) implements Destination {}

    /// The gateway itself.
    record Own(Endpoint endpoint) implements Destination {}
}
