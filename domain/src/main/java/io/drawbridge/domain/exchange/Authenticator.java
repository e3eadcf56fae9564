package io.drawbridge.domain.exchange;

import io.drawbridge.domain.identity.Identity;

/// Learns who is asking. It touches memory only and answers on the event loop.
@FunctionalInterface
public interface Authenticator {
    /// For routes that ask nobody who they are.
    Authenticator NONE = _ -> Identity.ANONYMOUS;

    Identity identify(Arrived exchange);
}
