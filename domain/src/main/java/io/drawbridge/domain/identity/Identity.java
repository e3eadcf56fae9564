package io.drawbridge.domain.identity;

import io.drawbridge.domain.verdict.Reason;
import java.time.Instant;
import java.util.Set;

/// Who is asking, learnt once for an exchange and whatever any mode is.
public sealed interface Identity {
    Anonymous ANONYMOUS = new Anonymous();

    /// No credential and no legacy claim.
    record Anonymous() implements Identity {}

    /// A credential that was verified.
    ///
    /// @param roles what the credential's issuer says that the subject may act as
    /// @param expiry from this instant on the credential is not good any more
    /// @param proof what it was proven by
    record Verified(String subject, Set<String> roles, Instant expiry, Proof proof) implements Identity {
        /// Proven by a token.
        public Verified(String subject, Set<String> roles, Instant expiry) {
            this(subject, roles, expiry, Proof.TOKEN);
        }

        public Verified {
            if (subject.isEmpty()) {
                throw new IllegalArgumentException("a verified identity has a subject");
            }
            roles = Set.copyOf(roles);
        }
    }

    /// What an identity was proven by.
    enum Proof {
        /// A signed token in the request.
        TOKEN,
        /// A certificate in the TLS handshake.
        CERTIFICATE
    }

    /// Somebody who only claims to be the subject, in a legacy way that proves nothing.
    ///
    /// @param scheme how it was claimed, for example `query:user_id`
    record Legacy(String subject, String scheme) implements Identity {}

    /// A credential was presented and is bad. It is never taken for a legacy claim.
    record Rejected(Reason reason) implements Identity {}

    /// Whether the credential is good could not be found out.
    record Unknown(Reason reason) implements Identity {}
}
