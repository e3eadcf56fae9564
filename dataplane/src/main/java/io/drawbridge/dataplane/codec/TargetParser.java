package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Target;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads a request target (RFC 9112, section 3.2) and normalises its path, once.
///
/// Percent-encoded unreserved characters are decoded and hexadecimal digits put in upper case (RFC 3986,
/// section 6.2.2). What servers are known to read in different ways is refused and not repaired: dot segments
/// in any encoding, empty segments, encoded slashes, backslashes, control characters, an encoding within an
/// encoding, and bytes that are no UTF-8.
final class TargetParser {
    private TargetParser() {}

    /// @param host the authority of the `Host` field, empty where there is none (HTTP/1.0)
    static Target parse(byte[] head, int start, int end, String host) throws MalformedMessage {
        int pathStart = head[start] == '/' ? start : afterAuthority(head, start, end, host);
        int pathEnd = pathStart;
        while (pathEnd < end && head[pathEnd] != '?') {
            pathEnd++;
        }
        String query = pathEnd + 1 < end ? text(head, pathEnd + 1, end) : "";
        String path = pathEnd == pathStart ? "/" : path(head, pathStart, pathEnd);
        return new Target(path, query);
    }

    /// The authority of an absolute target, empty where the target is a path. The target must be one that was
    /// parsed.
    static String authority(byte[] head, int start, int end) throws MalformedMessage {
        if (head[start] == '/' || head[start] == '*') {
            return "";
        }
        int from = start + (startsWith(head, start, end, "https://") ? 8 : 7);
        return Authority.parse(head, from, authorityEnd(head, from, end));
    }

    private static int authorityEnd(byte[] head, int from, int end) {
        int at = from;
        while (at < end && head[at] != '/' && head[at] != '?') {
            at++;
        }
        return at;
    }

    /// Skips the scheme and authority of an absolute target; the authority must be the one of `Host`.
    private static int afterAuthority(byte[] head, int start, int end, String host) throws MalformedMessage {
        boolean secure = startsWith(head, start, end, "https://");
        if (!secure && !startsWith(head, start, end, "http://")) {
            throw MalformedMessage.ambiguous("a request target that is neither a path nor an http or https URL");
        }
        int authority = start + (secure ? 8 : 7);
        int at = authorityEnd(head, authority, end);
        String named = Authority.withoutDefaultPort(Authority.parse(head, authority, at), secure);
        if (!host.isEmpty() && !named.equals(Authority.withoutDefaultPort(host, secure))) {
            throw MalformedMessage.ambiguous("a request target that names another host than Host");
        }
        return at;
    }

    private static boolean startsWith(byte[] head, int start, int end, String prefix) {
        if (end - start < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (Octets.lower(head[start + i]) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String path(byte[] head, int start, int end) throws MalformedMessage {
        boolean encoded = false;
        for (int at = start; at < end; at++) {
            byte octet = head[at];
            if (octet == '%') {
                encoded = true;
            } else if (!Octets.isPath(octet)) {
                throw MalformedMessage.ambiguous("a character in the path that must be percent-encoded");
            }
        }
        String path = encoded ? normalised(head, start, end) : text(head, start, end);
        refuseTricks(path);
        return path;
    }

    private static String normalised(byte[] head, int start, int end) throws MalformedMessage {
        StringBuilder path = new StringBuilder(end - start);
        byte[] decoded = new byte[end - start];
        int length = 0;
        for (int at = start; at < end; at++) {
            if (head[at] != '%') {
                path.append((char) head[at]);
                decoded[length++] = head[at];
                continue;
            }
            int octet = escaped(head, at, end);
            if (octet < 0x20 || octet == 0x7f || octet == '/' || octet == '\\' || octet == ';') {
                throw MalformedMessage.ambiguous(
                        "an encoded slash, backslash, semicolon or control character in the path");
            }
            if (Octets.isUnreserved(octet) && octet < 0x80) {
                path.append((char) octet);
            } else {
                path.append('%').append(upper(head[at + 1])).append(upper(head[at + 2]));
            }
            decoded[length++] = (byte) octet;
            at += 2;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, length));
        } catch (CharacterCodingException notUtf8) {
            throw MalformedMessage.ambiguous("encoded bytes in the path that are no UTF-8");
        }
        String normalised = path.toString();
        refuseNestedEncoding(normalised);
        return normalised;
    }

    /// It is looked for in the normalised path, because a digit of the inner one may have been encoded itself.
    private static void refuseNestedEncoding(String path) throws MalformedMessage {
        for (int at = path.indexOf("%25"); at >= 0; at = path.indexOf("%25", at + 3)) {
            if (at + 4 < path.length()
                    && Octets.hex(path.charAt(at + 3)) >= 0
                    && Octets.hex(path.charAt(at + 4)) >= 0) {
                throw MalformedMessage.ambiguous("an encoding within an encoding in the path");
            }
        }
    }

    private static int escaped(byte[] head, int at, int end) throws MalformedMessage {
        int high = at + 2 < end ? Octets.hex(head[at + 1]) : -1;
        int low = at + 2 < end ? Octets.hex(head[at + 2]) : -1;
        if (high < 0 || low < 0) {
            throw MalformedMessage.ambiguous("a percent sign in the path that begins no encoded byte");
        }
        return high << 4 | low;
    }

    private static char upper(byte hexDigit) {
        return (char) (hexDigit >= 'a' ? hexDigit - ('a' - 'A') : hexDigit);
    }

    /// Refuses empty segments but the last, and dot segments, also with a parameter behind the dots, whose
    /// semicolon may be encoded.
    private static void refuseTricks(String path) throws MalformedMessage {
        for (int slash = 0; slash >= 0; slash = path.indexOf('/', slash + 1)) {
            int at = slash + 1;
            int dots = at;
            while (dots < path.length() && path.charAt(dots) == '.') {
                dots++;
            }
            boolean segmentEnds = dots == path.length() || path.charAt(dots) == '/';
            if (dots > at && dots <= at + 2 && segmentEnds) {
                throw MalformedMessage.ambiguous("a dot segment in the path");
            }
            if (at < path.length() && path.charAt(at) == '/') {
                throw MalformedMessage.ambiguous("an empty segment in the path");
            }
        }
    }

    private static String text(byte[] head, int start, int end) {
        return new String(head, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
