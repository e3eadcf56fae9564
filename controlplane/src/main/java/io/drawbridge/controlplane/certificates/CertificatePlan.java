package io.drawbridge.controlplane.certificates;

import io.drawbridge.domain.tls.ClientVerification;
import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsVersion;
import io.drawbridge.domain.tls.TrustedAuthorities;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which files a configuration names, with what was in them when it was read.
///
/// @param files the first is shown to whoever asks for a name that none is for
/// @param minimum the oldest version of TLS that is spoken
/// @param clients whose certificates clients may show; empty where they are not asked
public record CertificatePlan(List<FromFiles> files, TlsVersion minimum, Optional<OfClients> clients) {
    /// A certificate in files.
    public record FromFiles(Path certificate, Path key, ServerCertificate loaded) {}

    /// How much a client's certificate is wanted.
    public enum Demand {
        /// Who has none goes on without.
        OPTIONAL,
        /// Who has none gets no connection.
        REQUIRED
    }

    /// What is asked of clients.
    public record OfClients(Path authorities, Demand demand, TrustedAuthorities loaded) {}

    public CertificatePlan {
        files = List.copyOf(files);
    }

    /// Reads the same files again.
    ///
    /// @throws UnfitCertificate when anything in them is unfit
    CertificatePlan readAgain(Instant now) throws UnfitCertificate {
        List<FromFiles> read = new ArrayList<>();
        for (FromFiles file : files) {
            read.add(new FromFiles(
                    file.certificate(), file.key(), CertificateFiles.read(file.certificate(), file.key(), now)));
        }
        Optional<OfClients> readClients = Optional.empty();
        if (clients.isPresent()) {
            OfClients of = clients.get();
            readClients = Optional.of(
                    new OfClients(of.authorities(), of.demand(), CertificateFiles.authorities(of.authorities(), now)));
        }
        CertificatePlan again = new CertificatePlan(read, minimum, readClients);
        Optional<String> twice = again.nameTwice();
        if (twice.isPresent()) {
            throw new UnfitCertificate(twice.get());
        }
        return again;
    }

    /// What is wrong where two certificates are for one name, so that nobody could say which is shown.
    public Optional<String> nameTwice() {
        Map<String, Path> owners = new HashMap<>();
        for (FromFiles file : files) {
            for (String name : file.loaded().names()) {
                Path other = owners.putIfAbsent(name, file.certificate());
                if (other != null) {
                    return Optional.of("both " + other + " and " + file.certificate() + " are for " + name
                            + ": leave one of them out");
                }
            }
        }
        return Optional.empty();
    }

    /// All the files, to see whether one changed.
    List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        files.forEach(file -> {
            paths.add(file.certificate());
            paths.add(file.key());
        });
        clients.ifPresent(of -> paths.add(of.authorities()));
        return paths;
    }

    ClientVerification verification() {
        return clients.<ClientVerification>map(of -> switch (of.demand()) {
                    case OPTIONAL -> new ClientVerification.Optional(of.loaded());
                    case REQUIRED -> new ClientVerification.Required(of.loaded());
                })
                .orElse(ClientVerification.NONE);
    }
}
