package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.identity.ClientAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host and perhaps a port, as in a URL.
///
/// @param host a name, an IPv4 address, or an IPv6 address without its brackets and in the form of RFC 5952
record Authority(String host, OptionalInt port) {
    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?");
    // An underscore is no host name by RFC 1123, but container networks have such names.
    private static final Pattern LABELS =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*");
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /// @throws IllegalArgumentException with what is wrong, for people
    static Authority parse(String text) {
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    Problem.quoted(text) + " is not a host and port, such as 127.0.0.1:8080 or [::1]:8080");
        }
        OptionalInt port =
                match.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(match.group(3)));
        if (port.isPresent() && port.getAsInt() > 65_535) {
            throw new IllegalArgumentException("a port is 65535 at the most, not " + port.getAsInt());
        }
        if (match.group(1) != null) {
            if (!isIpv6(match.group(1))) {
                throw new IllegalArgumentException(Problem.quoted(match.group(1)) + " is not an IPv6 address");
            }
            return new Authority(
                    ClientAddress.of(InetAddress.ofLiteral(match.group(1))).text(), port);
        }
        String host = match.group(2);
        boolean numeric = host.matches("[0-9.]+");
        if (numeric
                ? !isIpv4(host)
                : host.length() > 253 || !LABELS.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    Problem.quoted(host) + (numeric ? " is not an IPv4 address" : " is not a host name"));
        }
        return new Authority(host, port);
    }

    /// Whether a host is an IP address and not a name.
    static boolean isAddress(String host) {
        return isIpv4(host) || isIpv6(host);
    }

    private static boolean isIpv4(String host) {
        return IPV4.matcher(host).matches();
    }

    private static boolean isIpv6(String host) {
        if (host.indexOf(':') < 0 || !host.matches("[0-9A-Fa-f:.]+")) {
            return false;
        }
        try {
            return Inet6Address.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port.isPresent() ? shown + ":" + port.getAsInt() : shown;
    }
}
