package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.RequestHead;

/// A request head that was accepted, and what only the connection needs to know of it.
///
/// @param asterisk whether the target is `*`, which asks about the server as a whole
/// @param keepAlive whether the connection may serve another request after this one
/// @param expectsContinue whether the client waits for `100 Continue` before it sends the body
public record ParsedRequest(
        RequestHead head,
        Version version,
        boolean asterisk,
        Framing framing,
        Connection connection,
        boolean keepAlive,
        boolean expectsContinue) {}
