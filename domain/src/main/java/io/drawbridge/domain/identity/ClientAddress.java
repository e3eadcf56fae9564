package io.drawbridge.domain.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/// The address that a request came from, and the network by which it is counted: an IPv4 address counts for
/// itself, an IPv6 address by its /64, because a single host has the whole of it. An IPv4-mapped IPv6 address is
/// the IPv4 address.
///
/// @param text the address in its canonical text form, without a zone
/// @param network what limits, shares and readiness count: the IPv4 address, or the IPv6 /64 with its prefix length
public record ClientAddress(String text, String network) {
    public static ClientAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address && !isMapped(bytes)) {
            byte[] prefix = Arrays.copyOf(Arrays.copyOf(bytes, 8), 16);
            return new ClientAddress(text(bytes), text(prefix) + "/64");
        }
        int first = bytes.length - 4;
        String text = (bytes[first] & 0xff) + "." + (bytes[first + 1] & 0xff) + "." + (bytes[first + 2] & 0xff) + "."
                + (bytes[first + 3] & 0xff);
        return new ClientAddress(text, text);
    }

    /// Whether an IPv6 address is an IPv4 address in disguise (RFC 4291, section 2.5.5.2). Most ways to make one give
    /// an `Inet4Address` at once, but not all.
    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == -1 && bytes[11] == -1;
    }

    /// The form of RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`.
    private static String text(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
