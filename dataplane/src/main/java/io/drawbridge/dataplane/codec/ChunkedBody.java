package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Follows a chunked body (RFC 9112, section 7.1). The owner passes the bytes of the frames one by one to [#accept]
/// and
/// the
/// data, while [#dataRemaining] is not zero, in bulk past it. Chunk extensions are checked and left out.
/// Trailers are kept.
public final class ChunkedBody {
    private static final int MAX_EXTENSION = 256;
    private static final int MAX_TRAILERS = 8 * 1024;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        COMPLETE
    }

    private State state = State.SIZE;
    private long size;
    private int digits;
    private int skipped;
    private boolean extensionNameDue;
    private long remaining;
    private @Nullable ByteArrayOutputStream trailers;

    /// How many bytes of data come next; zero while the next byte belongs to the framing.
    public long dataRemaining() {
        return remaining;
    }

    /// Takes note that so many bytes of data have gone past.
    public void passed(long bytes) {
        if (bytes > remaining) {
            throw new IllegalArgumentException("only " + remaining + " bytes of data come next, not " + bytes);
        }
        remaining -= bytes;
    }

    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    /// Takes the next byte of the framing.
    public void accept(byte octet) throws MalformedMessage {
        if (remaining > 0 || isComplete()) {
            throw new IllegalStateException("the next byte does not belong to the framing");
        }
        switch (state) {
            case SIZE -> size(octet);
            case EXTENSION -> extension(octet);
            case SIZE_LF -> {
                expect(octet, '\n', "a chunk size that does not end with CR and LF");
                remaining = size;
                state = size == 0 ? State.TRAILER_START : State.DATA_CR;
                size = 0;
                digits = 0;
                skipped = 0;
            }
            case DATA_CR -> {
                expect(octet, '\r', "a chunk that is longer than its size says");
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(octet, '\n', "a chunk that is longer than its size says");
                state = State.SIZE;
            }
            case TRAILER_START -> {
                if (octet == '\r') {
                    state = State.END_LF;
                } else {
                    trailer(Octets.isToken(octet), "a trailer without a name");
                    keep(octet);
                    state = State.TRAILER_NAME;
                }
            }
            case TRAILER_NAME -> {
                trailer(octet == ':' || Octets.isToken(octet), "a trailer whose name is no token");
                keep(octet);
                if (octet == ':') {
                    state = State.TRAILER_VALUE;
                }
            }
            case TRAILER_VALUE -> {
                trailer(octet == '\r' || Octets.isFieldValue(octet), "a control character in a trailer");
                keep(octet);
                if (octet == '\r') {
                    state = State.TRAILER_LF;
                }
            }
            case TRAILER_LF -> {
                expect(octet, '\n', "a trailer that does not end with CR and LF");
                keep(octet);
                state = State.TRAILER_START;
            }
            case END_LF -> {
                expect(octet, '\n', "a chunked body that does not end with CR and LF");
                state = State.COMPLETE;
            }
            case COMPLETE -> throw new IllegalStateException("the body is complete");
        }
    }

    private void size(byte octet) throws MalformedMessage {
        int digit = Octets.hex(octet);
        if (digit >= 0) {
            if (++digits > 15) {
                throw MalformedMessage.ambiguous("a chunk size of more than 15 digits");
            }
            size = size << 4 | digit;
        } else if (digits == 0) {
            throw MalformedMessage.ambiguous("a chunk without a size");
        } else if (octet == '\r') {
            state = State.SIZE_LF;
        } else {
            expect(octet, ';', "a chunk size that is not followed by CR and LF or an extension");
            state = State.EXTENSION;
            extensionNameDue = true;
        }
    }

    private void extension(byte octet) throws MalformedMessage {
        if (extensionNameDue && !Octets.isToken(octet)) {
            throw MalformedMessage.ambiguous("a chunk extension without a name");
        }
        extensionNameDue = octet == ';';
        if (octet == '\r') {
            state = State.SIZE_LF;
        } else if (!Octets.isFieldValue(octet) || ++skipped > MAX_EXTENSION) {
            throw MalformedMessage.ambiguous("a chunk extension that is too long or holds a control character");
        }
    }

    /// The fields behind the last chunk, when the body is complete.
    public Fields trailers() throws MalformedMessage {
        ByteArrayOutputStream lines = trailers;
        if (lines == null) {
            return Fields.NONE;
        }
        lines.write('\r');
        lines.write('\n');
        return FieldSection.read(lines.toByteArray(), 0, HeadLimits.DEFAULT);
    }

    private void keep(byte octet) {
        ByteArrayOutputStream lines = trailers;
        if (lines == null) {
            lines = new ByteArrayOutputStream(64);
            trailers = lines;
        }
        lines.write(octet);
    }

    private void trailer(boolean allowed, String why) throws MalformedMessage {
        if (!allowed || ++skipped > MAX_TRAILERS) {
            throw MalformedMessage.ambiguous(allowed ? "trailers of more than " + MAX_TRAILERS + " bytes" : why);
        }
    }

    private static void expect(byte octet, char wanted, String why) throws MalformedMessage {
        if (octet != wanted) {
            throw MalformedMessage.ambiguous(why);
        }
    }
}
