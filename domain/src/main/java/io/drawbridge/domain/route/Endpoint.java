package io.drawbridge.domain.route;

import io.drawbridge.domain.exchange.Identified;

/// Answers requests on a route of the gateway's own. It may block: it runs on a virtual thread, and policies have
/// judged
/// the exchange before.
@FunctionalInterface
public interface Endpoint {
    /// @param body the whole body; at most 64 KiB, a larger one was refused with 413
    /// @throws Exception answered with 500, and recorded without its text reaching the client
    Answer answer(Identified exchange, byte[] body) throws Exception;
}
