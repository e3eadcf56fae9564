package io.drawbridge.controlplane.acme;

import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Keeps a certificate current: a new one is due when a third of the old one's life is left, or when it is not
/// for the names that are wanted. After a failure it waits a minute, and twice as long after each further one,
/// half a day at the most.
public final class Renewal {
    private static final System.Logger LOG = System.getLogger(Renewal.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);

    private final List<String> domains;
    private final Issuer issuer;
    private final AcmeFolder folder;
    private final InstantSource clock;
    private final Consumer<ServerCertificate> user;
    private Optional<ServerCertificate> current;
    private AcmeFolder.Retry retry;

    Renewal(
            List<String> domains,
            Issuer issuer,
            AcmeFolder folder,
            InstantSource clock,
            Consumer<ServerCertificate> user) {
        this.domains = List.copyOf(domains);
        this.issuer = issuer;
        this.folder = folder;
        this.clock = clock;
        this.user = user;
        this.current = folder.certificate(clock.instant());
        this.retry = folder.retry();
        current.ifPresent(user);
    }

    /// Gets a certificate if one is due. Somebody calls it every few seconds; it waits for the authority.
    public void look() throws InterruptedException {
        Instant now = clock.instant();
        if (isDue(now) && !now.isBefore(retry.next())) {
            attempt();
        }
    }

    boolean isDue(Instant now) {
        if (current.isEmpty()) {
            return true;
        }
        ServerCertificate certificate = current.get();
        Set<String> wanted = new HashSet<>(domains);
        if (!certificate.names().equals(wanted)) {
            return true;
        }
        Duration life = Duration.between(certificate.leaf().getNotBefore().toInstant(), certificate.expiry());
        return !now.isBefore(certificate.expiry().minus(life.dividedBy(3)));
    }

    private void attempt() throws InterruptedException {
        try {
            ServerCertificate issued = issuer.issue(domains);
            folder.keep(issued);
            current = Optional.of(issued);
            note(AcmeFolder.Retry.NOW);
            user.accept(issued);
            LOG.log(System.Logger.Level.INFO, "a certificate was issued: {0}", issued);
        } catch (IssuanceFailure | IOException | RuntimeException failure) {
            Duration pause = pause(retry.failures());
            note(new AcmeFolder.Retry(retry.failures() + 1, clock.instant().plus(pause)));
            LOG.log(
                    System.Logger.Level.ERROR,
                    "no certificate was issued for {0}, the next try is in {1}; {2}: {3}",
                    domains,
                    pause,
                    current.map(kept -> "the old one stays until " + kept.expiry())
                            .orElse("there is none, and TLS is refused"),
                    failure.getMessage());
        }
    }

    private void note(AcmeFolder.Retry next) {
        retry = next;
        try {
            folder.keep(next);
        } catch (IOException failure) {
            LOG.log(System.Logger.Level.ERROR, "when to try again cannot be written: {0}", failure.getMessage());
        }
    }

    private static Duration pause(int failuresBefore) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresBefore, 16));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
