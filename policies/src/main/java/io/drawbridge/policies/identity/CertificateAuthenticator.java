package io.drawbridge.policies.identity;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientCertificate;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import java.time.InstantSource;
import java.util.Set;

/// Takes the certificate that a client proved in the TLS handshake for who it is, where it presents no other
/// credential. A token that is presented decides alone, good or bad, so that nobody turns from one subject into
/// another by spoiling a token. A certificate gives no roles. It is looked at for every request, because a
/// connection can outlive it.
public final class CertificateAuthenticator implements Authenticator {
    private final Authenticator tokens;
    private final InstantSource clock;

    /// @param tokens answers `Anonymous` only where no credential was presented
    public CertificateAuthenticator(Authenticator tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Identity identify(Arrived exchange) {
        Identity identity = tokens.identify(exchange);
        return switch (identity) {
            case Identity.Anonymous _ ->
                switch (exchange.scheme()) {
                    case Scheme.Http _ -> identity;
                    case Scheme.Https https -> certified(https.client());
                };
            case Identity.Verified _, Identity.Legacy _, Identity.Rejected _, Identity.Unknown _ -> identity;
        };
    }

    private Identity certified(ClientCertificate certificate) {
        return switch (certificate) {
            case ClientCertificate.None _ -> Identity.ANONYMOUS;
            case ClientCertificate.Nameless nameless -> rejected("nameless-certificate", nameless.why());
            case ClientCertificate.Proven proven ->
                clock.instant().isBefore(proven.expiry())
                        ? new Identity.Verified(proven.subject(), Set.of(), proven.expiry(), Identity.Proof.CERTIFICATE)
                        : rejected("expired-certificate", "it expired at " + proven.expiry());
        };
    }

    private static Identity.Rejected rejected(String code, String detail) {
        return new Identity.Rejected(new Reason(EventName.AUTH_FAILED, code, detail));
    }
}
