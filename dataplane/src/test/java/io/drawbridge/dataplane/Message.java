package io.drawbridge.dataplane;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A request or an answer as it came over the wire, in ISO 8859-1.
///
/// @param lines the lines of the head, the first one too
/// @param body the data of the body, without chunk sizes
/// @param whole whether the body ended as its head says
record Message(List<String> lines, String body, boolean whole) {
    /// @param bodiless whether there is no body whatever the head says
    /// @param untilClose whether a body without a length ends with the connection
    static Message read(InputStream in, boolean bodiless, boolean untilClose) throws IOException {
        Message head = new Message(head(in), "", true);
        if (bodiless) {
            return head;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole;
        if (head.has("transfer-encoding")) {
            whole = readChunks(in, body);
        } else if (head.has("content-length")) {
            long length = Long.parseLong(head.value("content-length"));
            whole = copy(in, body, length) == length;
        } else if (untilClose) {
            copy(in, body, Long.MAX_VALUE);
            whole = true;
        } else {
            whole = true;
        }
        return new Message(head.lines, body.toString(StandardCharsets.ISO_8859_1), whole);
    }

    private static List<String> head(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection ended after '" + line + "'");
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("a line without CR: " + text);
        }
        return text.substring(0, text.length() - 1);
    }

    private static boolean readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        try {
            while (true) {
                long size = Long.parseLong(line(in), 16);
                if (size == 0) {
                    return line(in).isEmpty();
                }
                if (copy(in, body, size) < size || !line(in).isEmpty()) {
                    return false;
                }
            }
        } catch (EOFException broken) {
            return false;
        }
    }

    private static long copy(InputStream in, ByteArrayOutputStream to, long length) throws IOException {
        byte[] buffer = new byte[8192];
        long copied = 0;
        while (copied < length) {
            int read;
            try {
                read = in.read(buffer, 0, (int) Math.min(buffer.length, length - copied));
            } catch (java.net.SocketException reset) {
                return copied;
            }
            if (read < 0) {
                return copied;
            }
            to.write(buffer, 0, read);
            copied += read;
        }
        return copied;
    }

    String startLine() {
        return lines.getFirst();
    }

    /// The status of an answer.
    int status() {
        return Integer.parseInt(startLine().substring(9, 12));
    }

    /// The values of every field of this name, which may be in any case.
    List<String> values(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    boolean has(String name) {
        return !values(name).isEmpty();
    }

    /// The value of the one field of this name.
    String value(String name) {
        List<String> values = values(name);
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " fields of the name " + name + " in " + this);
        }
        return values.getFirst();
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n\n" + body + (whole ? "" : "[broken off]");
    }
}
