package io.drawbridge.dataplane;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The frames of a row of an HTTP/2 table, as bytes. It writes whatever it is told, good or not, and knows
/// nothing of what may be sent when.
final class HostileFrames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int SETTINGS = 4;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static final Pattern FRAME = Pattern.compile(
            "(?:(HEADERS|CONTINUATION|DATA) (\\d+)((?: end| more)*)|FRAME (\\d+) (\\d+) (\\d+)|(BYTES)|(NO PREFACE))");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Set<Integer> streams = new LinkedHashSet<>();
    private boolean greeting = true;

    /// @param lines as a row has them
    static HostileFrames of(List<String> lines) {
        HostileFrames script = new HostileFrames();
        int at = 0;
        while (at < lines.size()) {
            Matcher frame = FRAME.matcher(lines.get(at));
            if (!frame.matches()) {
                throw new IllegalArgumentException("no frame begins with: " + lines.get(at));
            }
            int end = at + 1;
            while (end < lines.size() && !FRAME.matcher(lines.get(end)).matches()) {
                end++;
            }
            script.add(frame, lines.subList(at + 1, end));
            at = end;
        }
        return script;
    }

    private void add(Matcher frame, List<String> content) {
        if (frame.group(8) != null) {
            greeting = false;
        } else if (frame.group(7) != null) {
            bytes.writeBytes(octets(text(content)));
        } else if (frame.group(4) != null) {
            int type = Integer.parseInt(frame.group(4));
            int stream = Integer.parseInt(frame.group(6));
            if (type == HEADERS) {
                streams.add(stream);
            }
            bytes.writeBytes(frame(type, Integer.parseInt(frame.group(5)), stream, octets(text(content))));
        } else {
            int stream = Integer.parseInt(frame.group(2));
            int end = frame.group(3).contains("end") ? END_STREAM : 0;
            int whole = frame.group(3).contains("more") ? 0 : END_HEADERS;
            switch (frame.group(1)) {
                case "HEADERS" -> {
                    streams.add(stream);
                    bytes.writeBytes(frame(HEADERS, end | whole, stream, block(content)));
                }
                case "CONTINUATION" -> bytes.writeBytes(frame(CONTINUATION, whole, stream, block(content)));
                default -> bytes.writeBytes(frame(DATA, end, stream, octets(text(content))));
            }
        }
    }

    /// The streams that get a head, in their order.
    List<Integer> streams() {
        return new ArrayList<>(streams);
    }

    /// Everything that the client sends, the greeting first.
    String sent() {
        String greetings = new String(frame(SETTINGS, 0, 0, new byte[0]), StandardCharsets.ISO_8859_1);
        return (greeting ? PREFACE + greetings : "") + bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /// A whole GET request for this target.
    static String get(int stream, String target) {
        byte[] block = block(List.of(":method: GET", ":scheme: http", ":authority: test", ":path: " + target));
        return new String(frame(HEADERS, END_STREAM | END_HEADERS, stream, block), StandardCharsets.ISO_8859_1);
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(9 + payload.length);
        number(frame, payload.length, 3);
        frame.write(type);
        frame.write(flags);
        number(frame, stream, 4);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int number, int octets) {
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            out.write(number >>> shift);
        }
    }

    /// Fields as HPACK has them (RFC 7541, section 6.2.2): literals that no table keeps, without Huffman's
    /// code.
    private static byte[] block(List<String> fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String field : fields) {
            int colon = field.indexOf(": ", field.startsWith(": ") ? 0 : 1);
            if (colon < 0) {
                throw new IllegalArgumentException("a field is written as 'name: value', not " + field);
            }
            block.write(0);
            literal(block, octets(field.substring(0, colon)));
            literal(block, octets(field.substring(colon + 2)));
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, byte[] text) {
        int rest = text.length;
        if (rest < 127) {
            block.write(rest);
        } else {
            block.write(127);
            for (rest -= 127; rest >= 128; rest >>>= 7) {
                block.write((rest & 127) | 128);
            }
            block.write(rest);
        }
        block.writeBytes(text);
    }

    private static String text(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(HostileTable.ended(line)));
        return text.toString();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
