package io.drawbridge.domain.tls;

/// Whether clients are asked for a certificate. One that is shown and bad ends the handshake in either case.
public sealed interface ClientVerification {
    ClientVerification NONE = new NotAsked();

    record NotAsked() implements ClientVerification {}

    /// Asked; who has none goes on without.
    record Optional(TrustedAuthorities authorities) implements ClientVerification {}

    /// Who has none gets no connection.
    record Required(TrustedAuthorities authorities) implements ClientVerification {}
}
