package io.drawbridge.domain.tls;

import java.util.List;

/// How a listener speaks TLS: everything that a reload can change.
///
/// @param certificates chosen by the name that the client asks for; the first also serves whoever asks for a
/// name that none is for, or for none. Empty while there is none yet: then every handshake is refused.
/// @param minimum the oldest version that is spoken
/// @param clients what is asked of clients
public record TlsSettings(List<ServerCertificate> certificates, TlsVersion minimum, ClientVerification clients) {
    public TlsSettings {
        certificates = List.copyOf(certificates);
    }
}
