package io.drawbridge.dataplane.listener.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// A head with its fields as the client sent them. Netty's own would go through pseudo-header fields first,
/// wherever they stood, and would put its own reading of `Content-Length` in place of several.
final class AsSent extends DefaultHttp2Headers {
    private final List<Map.Entry<CharSequence, CharSequence>> sent;

    AsSent(int sizeGuess) {
        super(false, false, sizeGuess);
        sent = new ArrayList<>(sizeGuess);
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        sent.add(Map.entry(name, value));
        return super.add(name, value);
    }

    @Override
    public Http2Headers setLong(CharSequence name, long value) {
        return this;
    }

    /// In the order in which they came.
    @Override
    public Iterator<Map.Entry<CharSequence, CharSequence>> iterator() {
        return sent.iterator();
    }
}
