package io.drawbridge.app.endtoend;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A request as it reached the service.
///
/// @param fields by name in lower case; values of repeated fields are joined with commas
/// @param length of the body, where it was read to its end
/// @param sha256 of the body, likewise
record Asked(String method, String target, Map<String, String> fields, InputStream body, long length, String sha256) {
    private static final Asked NONE = new Asked("", "", Map.of(), InputStream.nullInputStream(), 0, "");

    /// Reads a head; the body is still to be read.
    static Asked read(InputStream input) throws IOException {
        String first = line(input);
        if (first.isEmpty()) {
            return NONE;
        }
        String[] words = first.split(" ", 3);
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = line(input); !line.isEmpty(); line = line(input)) {
            int colon = line.indexOf(':');
            fields.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        InputStream body = fields.containsKey("transfer-encoding")
                ? new Chunks(input)
                : new Piece(input, Long.parseLong(fields.getOrDefault("content-length", "0")));
        return new Asked(words[0], words[1], fields, body, 0, "");
    }

    boolean isNone() {
        return method.isEmpty();
    }

    Asked with(long wholeLength, String hash) {
        return new Asked(method, target, fields, body, wholeLength, hash);
    }

    String path() {
        return target.replaceFirst("\\?.*", "");
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /// What a client is told of it.
    Map<String, Object> facts() {
        return Map.of("method", method, "target", target, "fields", fields, "length", length, "sha256", sha256);
    }

    private static String line(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /// The next bytes of a connection, so many.
    private static final class Piece extends InputStream {
        private final InputStream input;
        private long left;

        Piece(InputStream input, long length) {
            this.input = input;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int atMost) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = input.read(into, from, (int) Math.min(atMost, left));
            if (count < 0) {
                throw new EOFException(left + " bytes of the body are missing");
            }
            left -= count;
            return count;
        }
    }

    /// A chunked body, without trailers.
    private static final class Chunks extends InputStream {
        private final InputStream input;
        private Piece chunk;
        private boolean ended;

        Chunks(InputStream input) {
            this.input = input;
            this.chunk = new Piece(input, 0);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int atMost) throws IOException {
            if (ended) {
                return -1;
            }
            int count = chunk.read(into, from, atMost);
            if (count >= 0) {
                return count;
            }
            String size = line(input);
            if (size.isEmpty()) {
                // The end of the chunk before.
                size = line(input);
            }
            if (size.isEmpty()) {
                throw new EOFException("the body ends between two chunks");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                line(input);
                ended = true;
                return -1;
            }
            chunk = new Piece(input, length);
            return chunk.read(into, from, atMost);
        }
    }
}
