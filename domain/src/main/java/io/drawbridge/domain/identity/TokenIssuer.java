package io.drawbridge.domain.identity;

import java.time.Duration;
import java.util.Set;

/// Makes access tokens that the gateway's own authenticator accepts.
@FunctionalInterface
public interface TokenIssuer {
    /// @param lifetime from now on
    /// @return a compact JWS (RFC 7515)
    String issue(String subject, Set<String> roles, Duration lifetime);
}
