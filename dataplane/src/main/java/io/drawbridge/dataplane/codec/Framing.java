package io.drawbridge.dataplane.codec;

/// How the end of a message's body is found (RFC 9112, section 6).
public sealed interface Framing {
    Framing NONE = new None();
    Framing CHUNKED = new Chunked();
    Framing UNTIL_CLOSE = new UntilClose();

    /// There is no body.
    record None() implements Framing {}

    /// The body has this many bytes.
    record Length(long bytes) implements Framing {}

    /// The body comes in chunks.
    record Chunked() implements Framing {}

    /// The body ends with the connection; answers only.
    record UntilClose() implements Framing {}
}
