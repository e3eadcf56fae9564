package io.drawbridge.dataplane.listener.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.time.Duration;
import java.util.function.LongSupplier;

/// How much a client has strained its connection. Two things are counted: streams that it gave up before they
/// were answered (rapid reset), and frames that carry nothing and must be worked on all the same. Those may not
/// outnumber useful frames by more than [#PER_USEFUL_FRAME]; as they are rare on a connection that works, the
/// allowance is ample.
final class Calm {
    /// Streams that may be given up, or broken by the client's own mistakes, within [#WINDOW].
    static final int MAX_RESETS = 200;

    static final Duration WINDOW = Duration.ofSeconds(30);
    /// Frames without use that are allowed at first.
    static final int ALLOWANCE = 1_000;
    /// Frames without use that each useful frame allows.
    static final int PER_USEFUL_FRAME = 10;

    /// So many bytes make a frame of data useful that a client had us send. Whoever opens its window byte by byte
    /// earns nothing.
    static final int WORTH_A_FRAME = 256;

    private static final int MAX_ALLOWANCE = 100_000;

    private final LongSupplier nanos;
    private int allowance = ALLOWANCE;
    private int resets;
    private long windowStart;

    Calm(LongSupplier nanos) {
        this.nanos = nanos;
        this.windowStart = nanos.getAsLong();
    }

    /// A frame with a head or with data came or went.
    void useful() {
        allowance = Math.min(MAX_ALLOWANCE, allowance + PER_USEFUL_FRAME);
    }

    /// A frame came that carries nothing: a ping, settings, a priority, a window update, empty data.
    void idle() throws Http2Exception {
        if (--allowance < 0) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames that carry nothing");
        }
    }

    /// A stream ended before it was answered, by the client's will or mistake.
    void reset() throws Http2Exception {
        long now = nanos.getAsLong();
        if (now - windowStart > WINDOW.toNanos()) {
            windowStart = now;
            resets = 0;
        }
        if (++resets > MAX_RESETS) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM,
                    "more than %d streams given up within %d seconds",
                    MAX_RESETS,
                    WINDOW.toSeconds());
        }
    }
}
