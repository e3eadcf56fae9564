package io.drawbridge.controlplane.admin;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// Refuses requests for names that are not this machine's own, while the admin listener is on loopback. A web page
/// can
/// point a name of its own at 127.0.0.1 (DNS rebinding) and would then share an origin with the listener; but it
/// cannot
/// make the browser leave that name out of `Host`.
public final class AdminHost implements Policy<Arrived> {
    private final String listenHost;
    private final boolean onLoopback;

    /// @param listenHost the host that the listener is configured with, a name or an address
    /// @param bound the address that it is bound to
    public AdminHost(String listenHost, InetAddress bound) {
        this.listenHost = bare(listenHost);
        this.onLoopback = bound.isLoopbackAddress();
    }

    @Override
    public Verdict judge(Arrived exchange) {
        if (!onLoopback) {
            return Verdict.ALLOW;
        }
        String host = host(exchange.head().authority());
        if (host.equals("localhost") || host.equals(listenHost) || isLoopbackAddress(host)) {
            return Verdict.ALLOW;
        }
        return new Verdict.Deny(
                new Reason(
                        EventName.ACCESS_DENIED,
                        "admin-host-foreign",
                        "the admin listener was asked for as '"
                                + exchange.head().authority() + "'"),
                new Refusal(
                        421,
                        "admin-host-foreign",
                        "Not a name of this listener",
                        "Ask for it as localhost, 127.0.0.1 or [::1], or as the host it is configured to listen on.",
                        List.of()),
                Advice.SILENT);
    }

    /// The host of an authority without its port.
    private static String host(String authority) {
        int bracket = authority.lastIndexOf(']');
        int colon = authority.lastIndexOf(':');
        return bare(colon > bracket ? authority.substring(0, colon) : authority);
    }

    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
    }

    private static boolean isLoopbackAddress(String host) {
        try {
            // Literals only: this looks nothing up.
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
