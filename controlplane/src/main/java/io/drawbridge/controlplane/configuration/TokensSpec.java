package io.drawbridge.controlplane.configuration;

import java.util.Optional;

/// What bearer tokens must say.
///
/// @param issuer what `iss` must be; absent: not checked
/// @param audience what `aud` must hold; absent: not checked
/// @param rolesClaim which claim holds the roles
public record TokensSpec(Optional<String> issuer, Optional<String> audience, String rolesClaim) {
    static final TokensSpec DEFAULT = new TokensSpec(Optional.empty(), Optional.empty(), "roles");
}
