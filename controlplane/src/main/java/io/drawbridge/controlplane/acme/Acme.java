package io.drawbridge.controlplane.acme;

import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An authority, and what is wanted of it.
///
/// @param directory where it says what it offers
/// @param email where it writes to
/// @param domains the names of the one certificate
/// @param authorities who signed its own server's certificate; empty for those that Java trusts
public record Acme(
        URI directory, Optional<String> email, List<String> domains, Optional<TrustedAuthorities> authorities) {
    public Acme {
        domains = List.copyOf(domains);
    }

    /// Begins to keep a certificate current.
    ///
    /// @param folder what is kept over restarts
    /// @param challenges what answers the authority's questions
    /// @param user gets the certificate that is kept at once, and each new one
    /// @throws IOException when the folder cannot be written
    public Renewal renewal(Path folder, Challenges challenges, InstantSource clock, Consumer<ServerCertificate> user)
            throws IOException {
        AcmeFolder kept = new AcmeFolder(folder);
        return new Renewal(domains, new AcmeIssuer(this, kept, challenges), kept, clock, user);
    }
}
