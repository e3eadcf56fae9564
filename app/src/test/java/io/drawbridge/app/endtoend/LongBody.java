package io.drawbridge.app.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// A body of any length that is the same each time and nowhere like itself: each block begins with its number, and the
/// blocks are as long as a prime, so that no piece of it can be lost, doubled or swapped unseen.
final class LongBody {
    private static final int BLOCK = 65_521;

    private long number = -1;
    private int place = BLOCK;
    private final byte[] block = new byte[BLOCK];

    private LongBody() {
        new Random(20_261_122).nextBytes(block);
    }

    /// Has a piece of what comes next at `place`, and says how long it is.
    private int piece(int atMost) {
        if (place == BLOCK) {
            number++;
            ByteBuffer.wrap(block).putLong(number);
            place = 0;
        }
        return Math.min(BLOCK - place, atMost);
    }

    /// The first `length` bytes of it.
    static InputStream of(long length) {
        return new InputStream() {
            private final LongBody body = new LongBody();
            private long left = length;

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int atMost) {
                if (left == 0) {
                    return -1;
                }
                int piece = body.piece((int) Math.min(atMost, left));
                System.arraycopy(body.block, body.place, into, from, piece);
                body.place += piece;
                left -= piece;
                return piece;
            }
        };
    }

    static byte[] bytes(int length) {
        try (InputStream body = of(length)) {
            return body.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static Path write(Path file, long length) throws IOException {
        try (InputStream body = of(length)) {
            Files.copy(body, file);
        }
        return file;
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Takes bytes, and says how far they are the body's.
    static final class Comparison extends OutputStream {
        private final LongBody body = new LongBody();
        private long length;
        private boolean same = true;

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            for (int at = from; at < from + count; ) {
                int piece = body.piece(from + count - at);
                same &= Arrays.equals(bytes, at, at + piece, body.block, body.place, body.place + piece);
                body.place += piece;
                at += piece;
            }
            length += count;
        }

        /// Such as `5 bytes as expected`.
        String result() {
            return length + " bytes " + (same ? "as expected" : "that differ");
        }
    }
}
