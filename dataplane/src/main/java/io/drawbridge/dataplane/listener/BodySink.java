package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.exchange.Fields;
import io.netty.buffer.ByteBuf;

/// Where a request's body goes.
public interface BodySink {
    /// Whether it takes data now. If not, it calls [ClientStream#pump] when it does again.
    boolean accepts();

    /// Data of the body; the sink owns the buffer.
    void take(ByteBuf data);

    /// The body is whole.
    ///
    /// @param trailers fields that came behind it, whichever the client sent
    void end(Fields trailers);

    /// What was read so far can be flushed.
    void flush();

    /// The rest of the body cannot be read.
    void spoilt(String why);
}
