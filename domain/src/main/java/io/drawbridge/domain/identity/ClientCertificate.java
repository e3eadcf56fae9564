package io.drawbridge.domain.identity;

import java.time.Instant;

/// What came of asking a client for a certificate in the TLS handshake.
public sealed interface ClientCertificate {
    ClientCertificate NONE = new None();

    /// It was not asked, or showed none.
    record None() implements ClientCertificate {}

    /// It showed one that a configured authority had signed, and proved that it has the key.
    ///
    /// @param subject whom the certificate names
    /// @param expiry from this instant on the certificate is not good any more, however long the connection
    /// lasts
    record Proven(String subject, Instant expiry) implements ClientCertificate {
        public Proven {
            if (subject.isEmpty()) {
                throw new IllegalArgumentException("a proven certificate has a subject");
            }
        }
    }

    /// It showed a good one that names nobody whom the gateway could hold it for.
    ///
    /// @param why for operators
    record Nameless(String why) implements ClientCertificate {}
}
