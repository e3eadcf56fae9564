package io.drawbridge.app;

import io.drawbridge.controlplane.acme.Acme;
import io.drawbridge.controlplane.acme.Challenges;
import io.drawbridge.controlplane.acme.Renewal;
import io.drawbridge.controlplane.certificates.CertificateKeeper;
import io.drawbridge.controlplane.certificates.CertificateKeeper.Standing;
import io.drawbridge.controlplane.certificates.DevelopmentCertificate;
import io.drawbridge.controlplane.configuration.AcmeSpec;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.configuration.TlsSpec;
import io.drawbridge.dataplane.tls.ApplicationProtocol;
import io.drawbridge.dataplane.tls.TlsCounts;
import io.drawbridge.dataplane.tls.TlsEngine;
import io.drawbridge.dataplane.tls.TlsFront;
import io.drawbridge.domain.snapshot.SnapshotSource;
import io.drawbridge.domain.tls.ServerCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The TLS listener's half of the wiring: certificates from wherever they come, the front that shows them, and
/// what the listener without TLS does beside it.
final class SecureSide implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);

    /// What `drawbridge status` shows.
    ///
    /// @param engine who does the cryptography
    record Status(String engine, List<Standing> certificates) {}

    private final TlsSpec spec;
    private final TlsEngine engine = TlsEngine.best();
    private final TlsCounts counts = new TlsCounts(System::nanoTime);
    private final Challenges challenges = new Challenges();
    private final CertificateKeeper keeper;
    private final TlsFront front;
    private final Thread looking;
    private final Optional<Thread> renewing;

    private SecureSide(TlsSpec spec, Specification specification, Path data, InstantSource clock) throws IOException {
        this.spec = spec;
        Optional<ServerCertificate> development = switch (spec.development()) {
            case NONE -> Optional.empty();
            case SELF_SIGNED -> Optional.of(DevelopmentCertificate.loadOrMake(data, clock));
        };
        this.keeper = new CertificateKeeper(spec.certificates(), development, clock);
        this.front = new TlsFront(
                engine,
                keeper.settings(),
                specification.connection().http2().enabled()
                        ? List.of(ApplicationProtocol.HTTP_2, ApplicationProtocol.HTTP_1_1)
                        : List.of(ApplicationProtocol.HTTP_1_1),
                specification.connection().headTimeout(),
                counts);
        keeper.serve(front::replace);
        Optional<Renewal> renewal = spec.acme().isPresent()
                ? Optional.of(acme(spec.acme().get()).renewal(data.resolve("acme"), challenges, clock, keeper::issued))
                : Optional.empty();
        this.looking = every(LOOK, "certificate files", keeper::look);
        this.renewing = renewal.map(due -> every(LOOK, "acme", due::look));
    }

    /// @throws IOException when a certificate cannot be kept in the data folder
    /// @throws StartFailure when the engine does not take the configured certificates
    static Optional<SecureSide> of(Specification specification, Path data, InstantSource clock)
            throws IOException, StartFailure {
        if (specification.tls().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SecureSide(specification.tls().get(), specification, data, clock));
        } catch (IllegalArgumentException refused) {
            throw new StartFailure(List.of("tls: " + refused.getMessage()));
        }
    }

    private static Acme acme(AcmeSpec spec) {
        return new Acme(spec.directory(), spec.email(), spec.domains(), spec.authorities());
    }

    private interface Look {
        void look() throws InterruptedException;
    }

    private static Thread every(Duration pause, String name, Look look) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                while (true) {
                    try {
                        look.look();
                    } catch (RuntimeException failure) {
                        System.getLogger(SecureSide.class.getName())
                                .log(System.Logger.Level.ERROR, "looking after " + name + " failed", failure);
                    }
                    Thread.sleep(pause);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    InetSocketAddress address() {
        return spec.listen().address();
    }

    TlsFront front() {
        return front;
    }

    /// What the listener without TLS serves.
    ///
    /// @param bound where TLS is; its port is what clients use where it was any free one
    SnapshotSource plain(SnapshotSource steered, InetSocketAddress bound) {
        int port = spec.publicPort() == 0 ? bound.getPort() : spec.publicPort();
        return switch (spec.plain()) {
            case SERVES -> spec.acme().isPresent() ? PlainSide.serving(steered, challenges) : steered;
            case REDIRECTS -> PlainSide.redirecting(steered, challenges, port, this::isForHost);
        };
    }

    private boolean isForHost(String host) {
        return keeper.settings().certificates().stream().anyMatch(certificate -> certificate.isFor(host));
    }

    /// Takes what a configuration that was read again says of certificates; the rest waits for the next start.
    void take(Specification next) {
        next.tls().ifPresent(tls -> {
            try {
                keeper.take(tls.certificates());
            } catch (IllegalArgumentException refused) {
                System.getLogger(SecureSide.class.getName())
                        .log(
                                System.Logger.Level.ERROR,
                                "the new certificates are not taken, the old ones stay: {0}",
                                refused.getMessage());
            }
        });
    }

    Map<String, LongSupplier> counters() {
        return Map.of(
                "tls_handshakes",
                counts::completed,
                "tls_handshakes_failed",
                counts::failed,
                "tls_handshakes_timed_out",
                counts::timedOut);
    }

    Status status() {
        return new Status(engine.title(), keeper.standings());
    }

    @Override
    public void close() {
        looking.interrupt();
        renewing.ifPresent(Thread::interrupt);
    }
}
