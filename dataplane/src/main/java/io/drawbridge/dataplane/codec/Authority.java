package io.drawbridge.dataplane.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The `host[:port]` of a `Host` field or of an absolute target (RFC 3986, section 3.2), in lower case.
final class Authority {
    private Authority() {}

    static String parse(byte[] bytes, int start, int end) throws MalformedMessage {
        int at = start;
        if (at < end && bytes[at] == '[') {
            int colons = 0;
            at++;
            while (at < end && (Octets.hex(bytes[at]) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
                colons += bytes[at] == ':' ? 1 : 0;
                at++;
            }
            if (at == end || bytes[at] != ']' || colons < 2) {
                throw MalformedMessage.ambiguous("a Host whose IPv6 address is none");
            }
            at++;
        } else {
            while (at < end && Octets.isHost(bytes[at])) {
                at++;
            }
        }
        boolean named = at > start;
        if (named && at < end && bytes[at] == ':') {
            int digits = ++at;
            int port = 0;
            while (at < end && Octets.isDigit(bytes[at]) && port <= 65_535) {
                port = port * 10 + (bytes[at++] - '0');
            }
            named = at > digits && port <= 65_535;
        }
        if (!named || at != end) {
            throw MalformedMessage.ambiguous("a Host that is not a name or address with an optional port");
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /// Without the port that the scheme implies.
    static String withoutDefaultPort(String authority, boolean secure) {
        String port = secure ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
