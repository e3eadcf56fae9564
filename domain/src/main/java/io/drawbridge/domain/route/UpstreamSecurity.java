package io.drawbridge.domain.route;

import io.drawbridge.domain.tls.TrustedAuthorities;
import java.util.Optional;

/// Whether a target is spoken to over TLS.
public sealed interface UpstreamSecurity {
    UpstreamSecurity PLAIN = new Plain();

    /// In clear text.
    record Plain() implements UpstreamSecurity {}

    /// Over TLS. The target's certificate has to be for its host, and signed by who is believed; nothing
    /// switches that off.
    ///
    /// @param authorities who is believed; empty for those that Java trusts
    record Tls(Optional<TrustedAuthorities> authorities) implements UpstreamSecurity {}
}
