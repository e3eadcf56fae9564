package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.network.Network;
import java.time.Duration;
import java.util.Set;

/// Who is believed about who the client is: `trusted_proxies`, `forwarded_header` and `proxy_protocol`.
///
/// @param trustedProxies whose field is believed
/// @param forwardedHeader the field they write
/// @param proxyProtocol the sources that begin every connection with a PROXY protocol header
/// @param proxyProtocolTimeout how long they may take to send it
public record ClientsSpec(
        Set<Network> trustedProxies,
        ForwardedHeader forwardedHeader,
        Set<Network> proxyProtocol,
        Duration proxyProtocolTimeout) {
    public static final ClientsSpec DEFAULT =
            new ClientsSpec(Set.of(), ForwardedHeader.X_FORWARDED_FOR, Set.of(), Duration.ofSeconds(5));

    public ClientsSpec {
        trustedProxies = Ordered.set(trustedProxies);
        proxyProtocol = Ordered.set(proxyProtocol);
    }

    /// The one field that is read.
    public enum ForwardedHeader {
        X_FORWARDED_FOR("x-forwarded-for"),
        FORWARDED("forwarded");

        private final String word;

        ForwardedHeader(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        static ForwardedHeader parse(String text) {
            for (ForwardedHeader header : values()) {
                if (header.word.equalsIgnoreCase(text)) {
                    return header;
                }
            }
            throw new IllegalArgumentException("this is x-forwarded-for or forwarded, not " + Problem.quoted(text));
        }
    }
}
