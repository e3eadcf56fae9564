package io.drawbridge.domain.network;

import io.drawbridge.domain.identity.ClientAddress;
import java.util.List;

/// A range of addresses that begin alike: CIDR, RFC 4632 and RFC 4291.
///
/// @param first its first address: every bit behind the prefix is 0
/// @param prefix how many bits all its addresses share
public record Network(Address first, int prefix) implements Comparable<Network> {
    public Network {
        if (prefix < 0 || prefix > first.family().bits()) {
            throw new IllegalArgumentException(
                    "a prefix is from 0 to " + first.family().bits() + " bits long, not " + prefix);
        }
        if ((first.high() & ~Address.highMask(prefix)) != 0 || (first.low() & ~Address.lowMask(prefix)) != 0) {
            throw new IllegalArgumentException(
                    first.text() + "/" + prefix + " has bits behind its prefix: write " + around(first, prefix));
        }
    }

    /// Reads `192.0.2.0/24`, `2001:db8::/32` or a single address. Ranges of IPv4-mapped addresses are IPv4.
    ///
    /// @throws IllegalArgumentException with what is wrong, for people
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        String written = slash < 0 ? text : text.substring(0, slash);
        Address address = Address.parse(written)
                .orElseThrow(() -> new IllegalArgumentException(
                        "an address or a range is written as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, not '"
                                + shown(text) + "'"));
        boolean mapped = address.family() == Address.Family.IPV4 && written.indexOf(':') >= 0;
        if (slash < 0) {
            return new Network(address, address.family().bits());
        }
        String length = text.substring(slash + 1);
        if (!length.matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException(
                    "behind the slash of '" + shown(text) + "' stands how many bits are" + " fixed, a number from 0 to "
                            + (mapped ? 128 : address.family().bits()));
        }
        int prefix = Integer.parseInt(length);
        if (mapped && prefix < 96) {
            throw new IllegalArgumentException(
                    "'" + shown(text) + "' is more than all of IPv4: write an IPv4 range, such as 0.0.0.0/0");
        }
        return new Network(address, mapped ? prefix - 96 : prefix);
    }

    /// The address alone.
    public static Network of(Address address) {
        return new Network(address, address.family().bits());
    }

    /// What limits and thresholds count as one client: the IPv4 address, or the /64 of the IPv6 address.
    public static Network counted(ClientAddress address) {
        return parse(address.network());
    }

    /// The range of this length that an address lies in.
    public static Network around(Address address, int prefix) {
        return new Network(
                new Address(
                        address.family(),
                        address.high() & Address.highMask(prefix),
                        address.low() & Address.lowMask(prefix)),
                prefix);
    }

    public boolean contains(Address address) {
        return address.family() == first.family()
                && ((address.high() ^ first.high()) & Address.highMask(prefix)) == 0
                && ((address.low() ^ first.low()) & Address.lowMask(prefix)) == 0;
    }

    /// Whether every address of the other one lies in this one.
    public boolean contains(Network other) {
        return other.prefix >= prefix && contains(other.first);
    }

    /// Its last address.
    public Address last() {
        long family = first.family() == Address.Family.IPV4 ? 0xffff_ffff_0000_0000L : -1L;
        return new Address(
                first.family(),
                first.high() | (~Address.highMask(prefix) & family),
                first.family() == Address.Family.IPV4 ? 0 : first.low() | ~Address.lowMask(prefix));
    }

    /// Its lower and its upper half; itself alone where it is a single address.
    public List<Network> halves() {
        if (isSingle()) {
            return List.of(this);
        }
        Network lower = new Network(first, prefix + 1);
        return List.of(lower, around(last(), prefix + 1));
    }

    public boolean isSingle() {
        return prefix == first.family().bits();
    }

    /// IPv4 first, then by address, wider ranges first.
    @Override
    public int compareTo(Network other) {
        int order = first.family().compareTo(other.first.family());
        order = order != 0 ? order : Long.compareUnsigned(first.high(), other.first.high());
        order = order != 0 ? order : Long.compareUnsigned(first.low(), other.first.low());
        return order != 0 ? order : Integer.compare(prefix, other.prefix);
    }

    /// As people write it; a single address without a prefix.
    @Override
    public String toString() {
        return isSingle() ? first.text() : first.text() + "/" + prefix;
    }

    /// What somebody wrote, short enough for a message and without characters that could do harm there.
    private static String shown(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
}
