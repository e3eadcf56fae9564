package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import java.io.ByteArrayOutputStream;

/// What HTTP/2 asks of every field (RFC 9113, section 8.2), and fields as lines of HTTP/1.1.
final class Http2Fields {
    private Http2Fields() {}

    /// Lines as fields.
    static Fields section(ByteArrayOutputStream lines) throws MalformedMessage {
        lines.write('\r');
        lines.write('\n');
        return FieldSection.read(lines.toByteArray(), 0, HeadLimits.DEFAULT);
    }

    static void line(ByteArrayOutputStream out, byte[] name, int nameFrom, int nameTo, byte[] value, int from, int to) {
        out.write(name, nameFrom, nameTo - nameFrom);
        out.write(':');
        out.write(' ');
        out.write(value, from, to - from);
        out.write('\r');
        out.write('\n');
    }

    static void checkName(byte[] name, int from, int to) throws MalformedMessage {
        if (from == to) {
            throw MalformedMessage.ambiguous("a field without a name");
        }
        for (int at = from; at < to; at++) {
            if (!Octets.isToken(name[at]) || Octets.lower(name[at]) != name[at]) {
                throw MalformedMessage.ambiguous("a character in a field's name that HTTP/2 does not allow");
            }
        }
    }

    static void checkValue(byte[] value, int from, int to) throws MalformedMessage {
        for (int at = from; at < to; at++) {
            if (!Octets.isFieldValue(value[at])) {
                throw MalformedMessage.ambiguous("a control character in a field's value");
            }
        }
        if (from < to && (isBlank(value[from]) || isBlank(value[to - 1]))) {
            throw MalformedMessage.ambiguous("a blank before or behind a field's value in HTTP/2");
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static boolean isAboutTheConnection(byte[] name, int from, int to) {
        return switch (to - from) {
            case 7 -> is(name, from, to, "upgrade");
            case 10 -> is(name, from, to, "connection") || is(name, from, to, "keep-alive");
            case 16 -> is(name, from, to, "proxy-connection");
            case 17 -> is(name, from, to, "transfer-encoding");
            default -> false;
        };
    }

    static boolean is(byte[] bytes, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
