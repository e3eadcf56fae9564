package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.domain.exchange.Fields;
import io.netty.buffer.ByteBuf;

/// Who waits for an upstream's answer. Every call comes on the connection's event loop.
public interface ResponseHandler {
    /// The head of an answer; after an interim one another comes.
    void head(ParsedResponse head);

    /// Whether this answer, which switches protocols, is one that was asked for. If it is, it is the head of an
    /// answer that ends with the connection.
    boolean expects(ParsedResponse switching);

    /// Data of the body; the handler owns the buffer.
    void data(ByteBuf data);

    /// The answer is whole. The connection is at the handler's disposal: release or close it.
    ///
    /// @param trailers fields that came behind it, whichever the upstream sent
    void complete(Fields trailers);

    /// There will be no (further) answer; the connection is closed.
    void failed(UpstreamFailure failure);

    /// So much for now: what was passed on can be flushed.
    void pause();

    /// The connection takes data again after it had been full.
    void writable();

    /// Whether more of the answer can be taken now; if not, [UpstreamConnection#resume] asks for more later.
    boolean hungry();
}
