package io.drawbridge.policies.identity;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.identity.Identity;

/// Learns the identity on a route. A credential that was presented decides alone, good or bad; only where there is
/// none does a legacy claim count, and only where there is no claim either is the request anonymous. So a bad token
/// beside a `user_id` never gets what the `user_id` alone would get.
public final class RouteAuthenticator implements Authenticator {
    private final Authenticator credentials;
    private final LegacyClaims claims;

    /// @param credentials answers `Anonymous` only where no credential was presented
    public RouteAuthenticator(Authenticator credentials, LegacyClaims claims) {
        this.credentials = credentials;
        this.claims = claims;
    }

    @Override
    public Identity identify(Arrived exchange) {
        Identity identity = credentials.identify(exchange);
        return switch (identity) {
            case Identity.Anonymous _ -> claims.claim(exchange.head());
            case Identity.Verified _, Identity.Legacy _, Identity.Rejected _, Identity.Unknown _ -> identity;
        };
    }
}
