package io.drawbridge.controlplane.certificates;

import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Holds the certificates in use. New ones come from three sides: a configuration that was read again, files
/// that changed under the same configuration, and an authority that issued one. Each time whoever serves them
/// gets all of them anew. Somebody calls [#look] every few seconds.
public final class CertificateKeeper {
    private static final System.Logger LOG = System.getLogger(CertificateKeeper.class.getName());
    private static final Duration WARNING = Duration.ofDays(14);

    /// How a certificate stands.
    ///
    /// @param source a file, `development` or `acme`
    public record Standing(List<String> names, Instant expiresAt, String source) {
        public Standing {
            names = List.copyOf(names);
        }
    }

    private final InstantSource clock;
    private final Optional<ServerCertificate> development;
    private final Map<ServerCertificate, Long> warned = new HashMap<>();
    private Consumer<TlsSettings> server = _ -> {};
    private Optional<ServerCertificate> issued = Optional.empty();
    private CertificatePlan plan;
    private List<FileStamp> taken;
    private List<FileStamp> seen;

    /// @param development made by the gateway itself, where the configuration asks for it
    public CertificateKeeper(CertificatePlan plan, Optional<ServerCertificate> development, InstantSource clock) {
        this.clock = clock;
        this.development = development;
        this.plan = plan;
        this.taken = FileStamp.of(plan.paths());
        this.seen = taken;
    }

    /// What to begin with.
    public synchronized TlsSettings settings() {
        List<ServerCertificate> all = new ArrayList<>();
        plan.files().forEach(file -> all.add(file.loaded()));
        issued.ifPresent(all::add);
        development.ifPresent(all::add);
        return new TlsSettings(all, plan.minimum(), plan.verification());
    }

    /// Says who serves the certificates from now on.
    public synchronized void serve(Consumer<TlsSettings> whoever) {
        server = whoever;
    }

    /// Takes what a configuration names that has been read again.
    public synchronized void take(CertificatePlan next) {
        plan = next;
        taken = FileStamp.of(next.paths());
        seen = taken;
        server.accept(settings());
        warnOfExpiry();
    }

    /// Takes the certificate that an authority issued, in place of the one that it issued before.
    public synchronized void issued(ServerCertificate certificate) {
        issued = Optional.of(certificate);
        server.accept(settings());
    }

    /// Looks whether a file changed, and takes what is in the files when it did and they have settled: a
    /// certificate and its key are rarely written in the same moment. What is unfit changes nothing.
    public synchronized void look() {
        List<FileStamp> now = FileStamp.of(plan.paths());
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(taken)) {
            taken = now;
            try {
                plan = plan.readAgain(clock.instant());
                server.accept(settings());
                LOG.log(
                        System.Logger.Level.INFO,
                        "certificates were read again because their files changed: {0}",
                        plan.files().stream()
                                .map(file -> file.loaded().toString())
                                .toList());
            } catch (UnfitCertificate | IllegalArgumentException unfit) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "certificate files changed and are not taken, the old certificates stay: {0}",
                        unfit.getMessage());
            }
        }
        warnOfExpiry();
    }

    /// Once a day for each certificate with little time left.
    private void warnOfExpiry() {
        Instant now = clock.instant();
        List<ServerCertificate> all = settings().certificates();
        warned.keySet().retainAll(all);
        for (ServerCertificate certificate : all) {
            Duration left = Duration.between(now, certificate.expiry());
            Long before = warned.get(certificate);
            if (left.compareTo(WARNING) < 0 && (before == null || before != left.toDays())) {
                warned.put(certificate, left.toDays());
                LOG.log(
                        left.isPositive() ? System.Logger.Level.WARNING : System.Logger.Level.ERROR,
                        left.isPositive()
                                ? "the certificate for {0} expires at {1}: renew it"
                                : "the certificate for {0} expired at {1}, and clients refuse it: renew it",
                        certificate.names(),
                        certificate.expiry());
            }
        }
    }

    /// How each certificate stands, in the order in which they are chosen.
    public synchronized List<Standing> standings() {
        List<Standing> standings = new ArrayList<>();
        plan.files()
                .forEach(file ->
                        standings.add(standing(file.loaded(), file.certificate().toString())));
        issued.ifPresent(certificate -> standings.add(standing(certificate, "acme")));
        development.ifPresent(certificate -> standings.add(standing(certificate, "development")));
        return standings;
    }

    private static Standing standing(ServerCertificate certificate, String source) {
        return new Standing(List.copyOf(certificate.names()), certificate.expiry(), source);
    }
}
