package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.tls.TrustedAuthorities;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// An authority that issues certificates by ACME (RFC 8555). That its terms are agreed to is a condition of
/// there being one.
///
/// @param directory where the authority says what it offers
/// @param email where it writes to when something is wrong
/// @param domains the names of the one certificate, at least one
/// @param authorities who signed the certificate of the authority's own server; empty for those that Java
///     trusts
public record AcmeSpec(
        URI directory, Optional<String> email, List<String> domains, Optional<TrustedAuthorities> authorities) {
    public AcmeSpec {
        domains = List.copyOf(domains);
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("a certificate is for a name");
        }
    }
}
