package io.drawbridge.dataplane.client;

import io.drawbridge.domain.network.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The PROXY protocol (HAProxy's specification of 2020), versions 1 and 2, as a receiver of TCP connections
/// reads it. What the specification leaves open is refused: leading zeros, other line ends, lengths beyond
/// [#LONGEST], datagrams.
public final class ProxyHeader {
    /// What the first bytes of a connection are.
    public sealed interface Reading {
        /// Not enough to tell yet.
        record Incomplete() implements Reading {}

        /// A header of so many bytes; behind it the connection begins.
        ///
        /// @param source whose connection it is; absent where the sender speaks for itself (`LOCAL`, `UNKNOWN`,
        ///     unspecified families and sockets without addresses), and the connection's own address counts
        record Whole(int length, Optional<Address> source) implements Reading {}

        /// Not a header.
        record Malformed(String why) implements Reading {}
    }

    /// The largest header that is read, in bytes; addresses take 52 of them, and the rest is for additions
    /// (TLV).
    public static final int LONGEST = 4096;

    private static final int LONGEST_LINE = 107;
    private static final byte[] LINE_START = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int FIXED = 16;
    private static final int CHECKSUM = 0x03;
    private static final Reading INCOMPLETE = new Reading.Incomplete();

    private ProxyHeader() {}

    /// Reads what has come so far.
    ///
    /// @param bytes from the connection's first one on
    public static Reading read(byte[] bytes) {
        if (begins(bytes, LINE_START)) {
            return bytes.length < LINE_START.length ? INCOMPLETE : line(bytes);
        }
        if (begins(bytes, SIGNATURE)) {
            return bytes.length < FIXED ? INCOMPLETE : binary(bytes);
        }
        return new Reading.Malformed("the connection does not begin with a PROXY protocol header");
    }

    /// Whether one is the beginning of the other.
    private static boolean begins(byte[] bytes, byte[] start) {
        int length = Math.min(bytes.length, start.length);
        return Arrays.equals(bytes, 0, length, start, 0, length);
    }

    private static Reading line(byte[] bytes) {
        int end = -1;
        for (int i = 0; i + 1 < Math.min(bytes.length, LONGEST_LINE) && end < 0; i++) {
            end = bytes[i] == '\r' && bytes[i + 1] == '\n' ? i : -1;
        }
        if (end < 0) {
            return bytes.length < LONGEST_LINE
                    ? INCOMPLETE
                    : new Reading.Malformed("a version 1 header of more than " + LONGEST_LINE + " bytes");
        }
        String[] words = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split(" ", -1);
        int length = end + 2;
        return switch (words[1]) {
            case "UNKNOWN" -> new Reading.Whole(length, Optional.empty());
            case "TCP4" -> connection(words, length, Address.Family.IPV4);
            case "TCP6" -> connection(words, length, Address.Family.IPV6);
            default -> new Reading.Malformed("a version 1 header of an unknown protocol");
        };
    }

    private static Reading connection(String[] words, int length, Address.Family family) {
        if (words.length != 6) {
            return new Reading.Malformed("a version 1 header with " + words.length + " words in place of 6");
        }
        Optional<Address> source = written(words[2], family);
        if (source.isEmpty() || written(words[3], family).isEmpty()) {
            return new Reading.Malformed("a version 1 header with an address that is none of its family");
        }
        if (!isPort(words[4]) || !isPort(words[5])) {
            return new Reading.Malformed("a version 1 header with a port that is none");
        }
        return new Reading.Whole(length, source);
    }

    /// An address in the text form of its family; one that is mapped into IPv6 is written as IPv6.
    private static Optional<Address> written(String text, Address.Family family) {
        boolean colons = text.indexOf(':') >= 0;
        return switch (family) {
            case IPV4 -> colons ? Optional.empty() : Address.parse(text);
            case IPV6 -> colons ? Address.parse(text) : Optional.empty();
        };
    }

    private static boolean isPort(String text) {
        return text.matches("0|[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535;
    }

    private static Reading binary(byte[] bytes) {
        int version = bytes[12] >> 4 & 0xf;
        int command = bytes[12] & 0xf;
        int length = FIXED + ((bytes[14] & 0xff) << 8 | (bytes[15] & 0xff));
        if (version != 2 || command > 1) {
            return new Reading.Malformed("a binary header of version " + version + " with command " + command);
        }
        if (length > LONGEST) {
            return new Reading.Malformed("a version 2 header of " + length + " bytes: " + LONGEST + " are read");
        }
        if (bytes.length < length) {
            return INCOMPLETE;
        }
        if (command == 0) {
            // LOCAL: whatever follows is skipped, as the specification says.
            return new Reading.Whole(length, Optional.empty());
        }
        int addresses = switch (bytes[13] & 0xff) {
            case 0x00 -> -1;
            case 0x11 -> 12;
            case 0x21 -> 36;
            case 0x31 -> 216;
            default -> -2;
        };
        if (addresses == -2) {
            return new Reading.Malformed("a version 2 header of a family or transport that no connection has");
        }
        if (addresses == -1) {
            return new Reading.Whole(length, Optional.empty());
        }
        if (length < FIXED + addresses) {
            return new Reading.Malformed("a version 2 header that is too short for its addresses");
        }
        String flaw = flaw(bytes, FIXED + addresses, length);
        if (!flaw.isEmpty()) {
            return new Reading.Malformed(flaw);
        }
        return new Reading.Whole(length, source(bytes, addresses));
    }

    private static Optional<Address> source(byte[] bytes, int addresses) {
        int size = switch (addresses) {
            case 12 -> 4;
            case 36 -> 16;
            default -> 0;
        };
        if (size == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Address.of(InetAddress.getByAddress(Arrays.copyOfRange(bytes, FIXED, FIXED + size))));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }

    /// What is wrong with the additions; empty where nothing is. Only the checksum is looked into.
    private static String flaw(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (to - at < 3) {
                return "a version 2 header with an addition that is cut off";
            }
            int size = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
            int value = at + 3;
            if (size > to - value) {
                return "a version 2 header with an addition that is longer than the header";
            }
            if (bytes[at] == CHECKSUM && (size != 4 || !isIntact(bytes, value, to))) {
                return "a version 2 header whose checksum is wrong";
            }
            at = value + size;
        }
        return "";
    }

    /// The checksum is over the whole header with zeros in the checksum's place.
    private static boolean isIntact(byte[] bytes, int at, int to) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, at);
        sum.update(new byte[4], 0, 4);
        sum.update(bytes, at + 4, to - at - 4);
        int sent = (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
        return (int) sum.getValue() == sent;
    }
}
