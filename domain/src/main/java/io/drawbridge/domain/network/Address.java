package io.drawbridge.domain.network;

import io.drawbridge.domain.identity.ClientAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// An IP address as bits. An IPv4-mapped IPv6 address is the IPv4 address.
///
/// @param high the first 64 bits; an IPv4 address has its 32 at the top, and zeros behind them
/// @param low the last 64 bits; 0 for IPv4
public record Address(Family family, long high, long low) {
    /// The two kinds of addresses.
    public enum Family {
        IPV4(32),
        IPV6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        /// How many bits an address has.
        public int bits() {
            return bits;
        }
    }

    private static final int LONGEST_IPV6 = 45;
    private static final int GROUPS = 8;

    public Address {
        if (family == Family.IPV4 && (low != 0 || (high & 0xffff_ffffL) != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
    }

    /// Reads an address strictly: dotted decimal of four parts without leading zeros, or the text forms of RFC
    /// 4291, section 2.2, without a zone. Nothing is ever looked up.
    public static Optional<Address> parse(String text) {
        if (text.indexOf(':') >= 0) {
            return ipv6(text);
        }
        long bits = dotted(text, 0, text.length());
        return bits < 0 ? Optional.empty() : Optional.of(ipv4(bits));
    }

    public static Address of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return ipv4(number(bytes, 0, 4));
        }
        return ipv6(number(bytes, 0, 8), number(bytes, 8, 8));
    }

    /// The address of a client, which is canonical text by construction.
    public static Address of(ClientAddress address) {
        return parse(address.text())
                .orElseThrow(() -> new IllegalArgumentException("not an IP address: " + address.text()));
    }

    /// As clients are told apart and counted.
    public ClientAddress client() {
        byte[] bytes = new byte[family.bits() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ((i < 8 ? high : low) >>> (56 - 8 * (i & 7)));
        }
        try {
            return ClientAddress.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    /// The canonical text, for IPv6 that of RFC 5952.
    public String text() {
        return client().text();
    }

    /// One bit, the first being 0.
    boolean bit(int index) {
        return ((index < 64 ? high >>> (63 - index) : low >>> (127 - index)) & 1) != 0;
    }

    static long highMask(int prefix) {
        return prefix == 0 ? 0 : prefix >= 64 ? -1 : -1L << (64 - prefix);
    }

    static long lowMask(int prefix) {
        return prefix <= 64 ? 0 : -1L << (128 - prefix);
    }

    private static Address ipv4(long bits) {
        return new Address(Family.IPV4, bits << 32, 0);
    }

    private static Address ipv6(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff ? ipv4(low & 0xffff_ffffL) : new Address(Family.IPV6, high, low);
    }

    private static long number(byte[] bytes, int from, int length) {
        long number = 0;
        for (int i = from; i < from + length; i++) {
            number = number << 8 | (bytes[i] & 0xff);
        }
        return number;
    }

    /// The 32 bits of a dotted decimal, or -1 where it is none.
    private static long dotted(String text, int from, int to) {
        long bits = 0;
        int parts = 0;
        int digits = 0;
        int value = 0;
        for (int i = from; i <= to; i++) {
            char c = i == to ? '.' : text.charAt(i);
            if (c == '.') {
                if (digits == 0 || parts == 4) {
                    return -1;
                }
                bits = bits << 8 | value;
                parts++;
                digits = 0;
                value = 0;
            } else {
                // A leading zero means octal to some readers and nothing to others.
                if (c < '0' || c > '9' || digits == 3 || (digits > 0 && value == 0)) {
                    return -1;
                }
                value = value * 10 + (c - '0');
                digits++;
                if (value > 255) {
                    return -1;
                }
            }
        }
        return parts == 4 ? bits : -1;
    }

    private static Optional<Address> ipv6(String text) {
        int length = text.length();
        if (length > LONGEST_IPV6) {
            return Optional.empty();
        }
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = text.startsWith("::") ? 0 : -1;
        int at = gap == 0 ? 2 : 0;
        while (at < length) {
            int end = text.indexOf(':', at);
            end = end < 0 ? length : end;
            int dot = text.indexOf('.', at);
            if (dot >= 0 && dot < end) {
                long bits = end == length && count <= GROUPS - 2 ? dotted(text, at, end) : -1;
                if (bits < 0) {
                    return Optional.empty();
                }
                groups[count++] = (int) (bits >>> 16);
                groups[count++] = (int) (bits & 0xffff);
                break;
            }
            int group = hexadecimal(text, at, end);
            if (group < 0 || count == GROUPS) {
                return Optional.empty();
            }
            groups[count++] = group;
            at = end + 1;
            if (end < length) {
                if (at == length) {
                    return Optional.empty();
                }
                if (text.charAt(at) == ':') {
                    if (gap >= 0) {
                        return Optional.empty();
                    }
                    gap = count;
                    at++;
                }
            }
        }
        if (gap < 0 ? count != GROUPS : count == GROUPS) {
            return Optional.empty();
        }
        return Optional.of(ipv6(spread(groups, 0, count, gap), spread(groups, 4, count, gap)));
    }

    /// Four of the eight groups, from `first` on, when those behind the gap are moved to the end.
    private static long spread(int[] groups, int first, int count, int gap) {
        long bits = 0;
        int zeros = GROUPS - count;
        for (int i = first; i < first + 4; i++) {
            int group = gap < 0 || i < gap ? groups[i] : i < gap + zeros ? 0 : groups[i - zeros];
            bits = bits << 16 | group;
        }
        return bits;
    }

    /// One to four hexadecimal digits, or -1.
    private static int hexadecimal(String text, int from, int to) {
        if (to == from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
