package io.drawbridge.policies.identity;

import java.util.Optional;

/// What bearer tokens must say beside being signed and in date.
///
/// @param issuer what `iss` must be; not looked at when absent
/// @param audience what `aud` must be or hold; not looked at when absent
/// @param rolesClaim the claim that holds the subject's roles, a string or an array of strings; where a token has no
///     such claim, `role` is taken if it is a string
public record TokenRules(Optional<String> issuer, Optional<String> audience, String rolesClaim) {
    /// Nothing about issuer and audience; roles in `roles`.
    public static final TokenRules DEFAULT = new TokenRules(Optional.empty(), Optional.empty(), "roles");

    public TokenRules {
        if (rolesClaim.isEmpty()
                || issuer.filter(String::isEmpty).isPresent()
                || audience.filter(String::isEmpty).isPresent()) {
            throw new IllegalArgumentException(
                    "an issuer, an audience and the name of the roles claim are not empty: leave them out instead");
        }
        switch (rolesClaim) {
            case "sub", "iss", "aud", "exp", "nbf", "iat", "jti" ->
                throw new IllegalArgumentException(
                        "the claim '" + rolesClaim + "' has a meaning of its own (RFC 7519) and cannot hold roles");
            default -> {}
        }
    }
}
