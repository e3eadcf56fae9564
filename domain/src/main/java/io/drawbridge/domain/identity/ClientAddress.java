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
        // Java gives an IPv4-mapped address as an Inet4Address already.
        if (address instanceof Inet6Address) {
            byte[] bytes = address.getAddress();
            byte[] prefix = Arrays.copyOf(Arrays.copyOf(bytes, 8), 16);
            return new ClientAddress(text(bytes), text(prefix) + "/64");
        }
        String text = address.getHostAddress();
        return new ClientAddress(text, text);
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
