package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;

/// The head of an upstream's answer.
///
/// @param status from 100 to 599
/// @param reason the reason phrase, possibly empty
/// @param keepAlive whether the upstream's connection may be used again, as far as the head tells
public record ParsedResponse(
        int status, String reason, Fields fields, Framing framing, Connection connection, boolean keepAlive) {
    /// Whether another head follows (RFC 9110, section 15.2): not behind one that switches protocols.
    public boolean isInterim() {
        return status < 200 && status != 101;
    }
}
