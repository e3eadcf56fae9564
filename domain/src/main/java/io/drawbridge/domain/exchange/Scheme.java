package io.drawbridge.domain.exchange;

import io.drawbridge.domain.identity.ClientCertificate;

/// The scheme of the URI that the client asked for (RFC 9110, section 4.2), as the gateway itself saw it:
/// whether its own connection to the client is secured by TLS. What a proxy in front of the gateway did is not
/// in it.
public sealed interface Scheme {
    Scheme HTTP = new Http();

    /// `http` or `https`.
    String text();

    record Http() implements Scheme {
        @Override
        public String text() {
            return "http";
        }
    }

    /// @param client the certificate that the client showed
    record Https(ClientCertificate client) implements Scheme {
        @Override
        public String text() {
            return "https";
        }
    }
}
