package io.drawbridge.dataplane.codec;

/// The character classes of RFC 3986 and RFC 9110, one table look-up each.
final class Octets {
    private static final byte TOKEN = 1;
    private static final byte FIELD_VALUE = 2;
    private static final byte PATH = 4;
    private static final byte QUERY = 8;
    private static final byte UNRESERVED = 16;
    private static final byte HOST = 32;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alphanumeric || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                CLASSES[c] |= TOKEN;
            }
            if (c == '\t' || (c >= ' ' && c != 0x7f)) {
                CLASSES[c] |= FIELD_VALUE;
            }
            if (alphanumeric || "-._~".indexOf(c) >= 0) {
                CLASSES[c] |= UNRESERVED | HOST;
            }
            if (c == '=') {
                CLASSES[c] |= HOST;
            }
            if (alphanumeric || "-._~!$&'()*+,=:@/".indexOf(c) >= 0) {
                CLASSES[c] |= PATH;
            }
            if (c > ' ' && c < 0x7f && c != '#') {
                CLASSES[c] |= QUERY;
            }
        }
    }

    private Octets() {}

    static boolean isToken(byte octet) {
        return (CLASSES[octet & 0xff] & TOKEN) != 0;
    }

    /// Visible characters, space, tab and the opaque octets from 0x80 on.
    static boolean isFieldValue(byte octet) {
        return (CLASSES[octet & 0xff] & FIELD_VALUE) != 0;
    }

    /// What may stand in a path as it is: `pchar` without the percent sign, and the slash. Without the semicolon too:
    /// some servers take what follows it for a parameter and leave it out, so that they would see another path than
    /// the one that was routed.
    static boolean isPath(byte octet) {
        return (CLASSES[octet & 0xff] & PATH) != 0;
    }

    /// Visible ASCII but the number sign. That is more than RFC 3986 allows: real clients send brackets, braces and
    /// bars, and every
    /// server reads them alike.
    static boolean isQuery(byte octet) {
        return (CLASSES[octet & 0xff] & QUERY) != 0;
    }

    static boolean isUnreserved(int octet) {
        return (CLASSES[octet & 0xff] & UNRESERVED) != 0;
    }

    /// What names of hosts have, and the equals sign, which a name may have (RFC 3986, section 3.2.2) and nobody
    /// splits at. Not the other delimiters that are allowed there: lists and parameters are split at them.
    static boolean isHost(int octet) {
        return (CLASSES[octet & 0xff] & HOST) != 0;
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    /// The value of a hexadecimal digit, or -1.
    static int hex(int octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        if (octet >= 'a' && octet <= 'f') {
            return octet - 'a' + 10;
        }
        return octet >= 'A' && octet <= 'F' ? octet - 'A' + 10 : -1;
    }

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet;
    }
}
