package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;

/// Follows a body by its framing, whichever it is. While [#next] is not zero, that many bytes are data; else the next
/// byte, if the body is not complete, goes to [#accept].
public final class BodyReader {
    private final Framing framing;
    private final ChunkedBody chunks = new ChunkedBody();
    private long left;

    public BodyReader(Framing framing) {
        this.framing = framing;
        this.left = framing instanceof Framing.Length length ? length.bytes() : 0;
    }

    /// How many bytes of data come next at the most.
    public long next() {
        return switch (framing) {
            case Framing.None _ -> 0;
            case Framing.Length _ -> left;
            case Framing.Chunked _ -> chunks.dataRemaining();
            case Framing.UntilClose _ -> Long.MAX_VALUE;
        };
    }

    /// Takes note that so many bytes of data have gone past.
    public void passed(long bytes) {
        switch (framing) {
            case Framing.None _ -> throw new IllegalStateException("there is no body");
            case Framing.Length _ -> left -= bytes;
            case Framing.Chunked _ -> chunks.passed(bytes);
            case Framing.UntilClose _ -> {
                // Nothing is counted down.
            }
        }
    }

    /// Takes the next byte of a chunked body's framing.
    public void accept(byte octet) throws MalformedMessage {
        chunks.accept(octet);
    }

    /// Whether the body has ended, by what has been read; one that ends with the connection never has.
    public boolean isComplete() {
        return switch (framing) {
            case Framing.None _ -> true;
            case Framing.Length _ -> left == 0;
            case Framing.Chunked _ -> chunks.isComplete();
            case Framing.UntilClose _ -> false;
        };
    }

    /// The fields that came behind a chunked body that is complete.
    public Fields trailers() throws MalformedMessage {
        return framing instanceof Framing.Chunked ? chunks.trailers() : Fields.NONE;
    }

    public Framing framing() {
        return framing;
    }
}
