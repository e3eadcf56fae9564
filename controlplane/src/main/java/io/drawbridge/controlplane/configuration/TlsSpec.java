package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.certificates.CertificatePlan;
import java.util.Optional;

/// The listener for TLS.
///
/// @param publicPort the port that clients use, which a redirect names
/// @param plain what the listener without TLS does
/// @param development whether there is a self-signed certificate of the gateway's own making
/// @param certificates from files, and what is asked of clients
public record TlsSpec(
        ListenSpec listen,
        int publicPort,
        Plain plain,
        Development development,
        CertificatePlan certificates,
        Optional<AcmeSpec> acme) {
    /// What the listener without TLS does.
    public enum Plain {
        /// It serves the API as well.
        SERVES,
        /// It sends clients to the one with TLS.
        REDIRECTS
    }

    /// Whether the gateway makes a certificate for itself.
    public enum Development {
        NONE,
        SELF_SIGNED
    }
}
