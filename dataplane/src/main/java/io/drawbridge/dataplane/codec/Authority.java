package io.drawbridge.dataplane.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/// The `host[:port]` of a `Host` field or of an absolute target (RFC 3986, section 3.2), in lower case.
final class Authority {
    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    private Authority() {}

    static String parse(byte[] bytes, int start, int end) throws MalformedMessage {
        int at = start;
        if (at < end && bytes[at] == '[') {
            at++;
            while (at < end && (Octets.hex(bytes[at]) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
                at++;
            }
            String address = new String(bytes, start + 1, at - start - 1, StandardCharsets.ISO_8859_1);
            if (at == end || bytes[at] != ']' || !isIpv6(address)) {
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

    /// Eight groups of one to four hexadecimal digits, of which one `::` may stand for some, and the last two
    /// may be an IPv4 address (RFC 4291, section 2.2).
    private static boolean isIpv6(String address) {
        int gap = address.indexOf("::");
        int tail = address.lastIndexOf(':') + 1;
        boolean dotted = tail > 0 && IPV4.matcher(address.substring(tail)).matches();
        String plain = dotted ? address.substring(0, tail) + "0:0" : address;
        if (gap < 0) {
            return groups(plain) == 8;
        }
        String after = plain.substring(gap + 2);
        int before = gap == 0 ? 0 : groups(plain.substring(0, gap));
        int behind = after.isEmpty() ? 0 : groups(after);
        return before >= 0 && behind >= 0 && before + behind <= 7;
    }

    /// How many groups there are, or -1 where one is none.
    private static int groups(String text) {
        String[] groups = text.split(":", -1);
        for (String group : groups) {
            if (group.isEmpty() || group.length() > 4 || group.indexOf('.') >= 0) {
                return -1;
            }
        }
        return groups.length;
    }

    /// Without the port that the scheme implies.
    static String withoutDefaultPort(String authority, boolean secure) {
        String port = secure ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
