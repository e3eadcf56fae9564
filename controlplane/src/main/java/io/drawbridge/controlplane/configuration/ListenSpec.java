package io.drawbridge.controlplane.configuration;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// An address to listen on.
///
/// @param host an IPv4 or IPv6 address, without brackets; never a name
/// @param port 0 for any free one
public record ListenSpec(String host, int port) {
    public ListenSpec {
        if (!Authority.isAddress(host)) {
            throw new IllegalArgumentException("not an IP address: " + Problem.quoted(host));
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is from 0 to 65535, not " + port);
        }
    }

    /// @param text `127.0.0.1:8080` or `[::1]:8080`
    /// @throws IllegalArgumentException with what is wrong, for people
    public static ListenSpec parse(String text) {
        Authority authority = Authority.parse(text);
        if (!Authority.isAddress(authority.host())) {
            throw new IllegalArgumentException("an address to listen on is an IP address and a port, such as"
                    + " 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080, not " + Problem.quoted(text));
        }
        return new ListenSpec(
                authority.host(),
                authority
                        .port()
                        .orElseThrow(() -> new IllegalArgumentException("the port is missing: write "
                                + new Authority(authority.host(), java.util.OptionalInt.of(8080))
                                + " (or port 0 for any free one)")));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    /// Whether only this machine can reach it.
    public boolean isLoopback() {
        return InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    /// Whether not both can be listened on: the same port of the same address, or of every address of this machine.
    boolean overlaps(ListenSpec other) {
        return port != 0 && port == other.port && (host.equals(other.host) || isEvery() || other.isEvery());
    }

    /// Whether a connection from this machine to `target` comes out at this listener, as far as that can be known.
    boolean answers(ListenSpec target) {
        return port != 0
                && port == target.port
                && (host.equals(target.host) || (isEvery() && (target.isLoopback() || target.isEvery())));
    }

    private boolean isEvery() {
        return InetAddress.ofLiteral(host).isAnyLocalAddress();
    }

    @Override
    public String toString() {
        return new Authority(host, java.util.OptionalInt.of(port)).toString();
    }
}
