package io.drawbridge.domain.route;

import io.drawbridge.domain.exchange.RequestHead;
import java.util.function.Function;

/// Who answers.
public sealed interface Destination {
    /// A service behind the gateway.
    record Forward(Upstream upstream) implements Destination {}

    /// The gateway itself.
    record Own(Endpoint endpoint) implements Destination {}

    /// The gateway itself, on the event loop and before the body comes, which nobody reads.
    ///
    /// @param answer quick, and from memory alone
    record AtOnce(Function<RequestHead, Answer> answer) implements Destination {}
}
