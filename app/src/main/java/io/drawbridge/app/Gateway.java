package io.drawbridge.app;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.accounts.NewAccount;
import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.csp.CspForwarding;
import io.drawbridge.controlplane.csp.CspViolations;
import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.controlplane.snapshots.Reloading;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.dataplane.Dataplane;
import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.listener.InheritedSockets;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.identity.TokenIssuer;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.snapshot.SnapshotSource;
import io.drawbridge.policies.identity.BearerAuthenticator;
import io.drawbridge.policies.identity.CertificateAuthenticator;
import io.drawbridge.policies.identity.GatewayIdentity;
import io.drawbridge.policies.identity.HmacTokenIssuer;
import io.drawbridge.policies.identity.SigningKey;
import io.drawbridge.policies.identity.TokenRules;
import io.drawbridge.policies.ratelimit.RateLimiter;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.StorageException;
import io.drawbridge.telemetry.Telemetry;
import io.drawbridge.telemetry.log.LogSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// A running gateway. [#start] is its wiring diagram, from the configuration down to the listeners.
public final class Gateway implements AutoCloseable {
    /// In the data folder: a JSON Web Key Set (RFC 7517) with which services verify who is asking.
    public static final String PUBLIC_KEYS = "identity.jwks.json";

    /// A loop that takes longer for anything has hung.
    private static final Duration RESPONSE = Duration.ofSeconds(5);

    private final Started started;
    private final Lifecycle lifecycle;
    private final Accounts accounts;
    private final TokenIssuer tokens;
    private final List<String> remarks;
    private final InetSocketAddress address;
    private final InetSocketAddress adminAddress;
    private final Optional<InetSocketAddress> secureAddress;

    private Gateway(
            Started started,
            Lifecycle lifecycle,
            Accounts accounts,
            TokenIssuer tokens,
            List<String> remarks,
            InetSocketAddress address,
            InetSocketAddress adminAddress,
            Optional<InetSocketAddress> secureAddress) {
        this.secureAddress = secureAddress;
        this.started = started;
        this.lifecycle = lifecycle;
        this.accounts = accounts;
        this.tokens = tokens;
        this.remarks = remarks;
        this.address = address;
        this.adminAddress = adminAddress;
    }

    /// Starts a gateway.
    ///
    /// @param file the configuration
    /// @param environment variables, which go before the file
    /// @throws StartFailure with everything that is wrong with the configuration
    /// @throws IOException when a file cannot be written or an address not be listened on
    public static Gateway start(Path file, Map<String, String> environment) throws StartFailure, IOException {
        Started started = new Started();
        try {
            return start(file, environment, started);
        } catch (StartFailure | IOException | RuntimeException failure) {
            started.close();
            throw failure;
        }
    }

    private static Gateway start(Path file, Map<String, String> environment, Started started)
            throws StartFailure, IOException {
        if (!(FileBlueprints.load(file, environment) instanceof FileBlueprints.Outcome.Valid valid)) {
            throw refused(FileBlueprints.load(file, environment));
        }
        Specification specification = valid.specification();
        Path data = Files.createDirectories(specification.data());
        ApplicationLog.begin(data.resolve("logs"), valid.settings().logLevel());
        Keys keys = Keys.from(valid.settings(), data);

        rememberAddressesBriefly();
        InstantSource clock = InstantSource.system();
        SharedState shared = started.with(SharedState.open(valid.settings(), data, keys.secretKey(), clock));
        Database database = shared.database();
        AtomicReference<Steering> steering = new AtomicReference<>();
        Telemetry telemetry = started.with(Telemetry.start(
                database,
                shared.node(),
                LogSettings.in(data.resolve("logs")).as(FromSpecification.logs(specification.logs())),
                route -> policiesOn(steering, route),
                clock));

        TokenRules rules = FromSpecification.tokens(specification.tokens());
        TokenIssuer tokens = new HmacTokenIssuer(keys.secretKey(), rules, clock);
        Accounts accounts =
                new Accounts(database, clock, Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        RateLimiter limiter = new RateLimiter(System::nanoTime);
        BearerAuthenticator bearer = new BearerAuthenticator(keys.secretKey(), rules, clock);
        Lifecycle lifecycle = new Lifecycle(Systemd.of(environment), specification.drainNotice());
        CspViolations violations = started.with(CspViolations.start(database, clock));
        Optional<CspForwarding> forwarding =
                specification.csp().forward().map(CspForwarding::start).map(started::with);
        Map<OwnRoute, Endpoint> endpoints = new OwnEndpoints(
                        accounts, tokens, telemetry, steering, lifecycle::phase, violations, forwarding, clock)
                .of(specification);
        Blocklist blocklist = new Blocklist();
        Blocks blocks = started.with(Blocks.start(database, blocklist, clock, telemetry));
        shared.share(blocks);
        Thresholds thresholds = new Thresholds(telemetry, blocks);
        SnapshotAssembly.Lasting lasting = new SnapshotAssembly.Lasting(
                new CertificateAuthenticator(bearer, clock),
                limiter,
                endpoints,
                blocklist,
                thresholds.failing(),
                thresholds.flooding());

        Optional<SecureSide> secure = SecureSide.of(specification, data, clock).map(started::with);
        FileBlueprints blueprints = new FileBlueprints(
                file,
                environment,
                shared,
                wanted -> new SnapshotAssembly(wanted, lasting),
                taken -> secure.ifPresent(side -> side.take(taken)));
        Steering steered = steered(shared, blueprints, valid, telemetry, clock);
        steering.set(steered);
        shared.begin(limiter, steered, Main.version());

        ClientAddresses clients = FromSpecification.clients(specification.clients());
        Dataplane dataplane = started.with(new Dataplane(
                FromSpecification.dataplane(specification),
                clock,
                InheritedSockets.of(environment, ProcessHandle.current().pid())));
        UpstreamIdentity identities = new GatewayIdentity(identityKey(data), clock);
        Map<String, LongSupplier> figures = new HashMap<>();
        figures.put("events_dropped", () -> telemetry.dropped().events());
        figures.put("log_lines_dropped", () -> telemetry.dropped().logLines());
        figures.put("limit_keys", limiter::keys);
        figures.put("limit_keys_evicted", limiter::evictions);
        figures.put("tokens_remembered", bearer::rememberedTokens);
        figures.put("logins_turned_away", accounts::turnedAway);
        figures.put(
                "csp_reports_not_forwarded",
                () -> forwarding.map(CspForwarding::lost).orElse(0L));
        figures.put("blocks", blocklist::size);
        figures.put("automatic_blocks", blocks::automaticCount);
        figures.put("automatic_blocks_not_placed", blocks::unplaced);
        figures.put("suspects_forgotten", thresholds::evictions);
        figures.put("proxy_headers_refused", clients::headersRefused);
        figures.putAll(dataplane.counters());
        secure.ifPresent(side -> figures.putAll(side.counters()));
        AdminSide admin = new AdminSide(
                shared, steered, telemetry, accounts, blocks, violations, dataplane, lifecycle, secure, clock);
        InetSocketAddress adminAddress = admin.serve(specification, keys.adminApiKey(), figures);
        Optional<InetSocketAddress> secureAddress = Optional.empty();
        SnapshotSource plain = steered;
        if (secure.isPresent()) {
            SecureSide side = secure.get();
            InetSocketAddress bound =
                    dataplane.serve(side.address(), steered, thresholds, identities, clients, side.front());
            secureAddress = Optional.of(bound);
            plain = side.plain(steered, bound);
        }
        InetSocketAddress address =
                dataplane.serve(specification.listen().address(), plain, thresholds, identities, clients);
        Hangup.whenReceived(() -> lifecycle.reload(() -> reload(steered, telemetry)));
        log().log(
                        System.Logger.Level.INFO,
                        "listening on {0}, with TLS on {1}, admin API on {2}",
                        url("http", address),
                        secureAddress.map(at -> url("https", at).toString()).orElse("no address"),
                        url("http", adminAddress));
        lifecycle.ready(
                "listening on " + url("http", address)
                        + secureAddress.map(at -> " and " + url("https", at)).orElse(""),
                () -> dataplane.isResponsive(RESPONSE));
        return new Gateway(
                started,
                lifecycle,
                accounts,
                tokens,
                Stream.concat(valid.warnings().stream(), keys.remarks().stream())
                        .toList(),
                address,
                adminAddress,
                secureAddress);
    }

    /// The JDK keeps the addresses of a name for 30 seconds of its own, and that a name is unknown for 10: too
    /// long, because the upstreams say themselves how old an address may get.
    private static void rememberAddressesBriefly() {
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    private static Steering steered(
            SharedState shared,
            FileBlueprints blueprints,
            FileBlueprints.Outcome.Valid valid,
            Telemetry telemetry,
            InstantSource clock)
            throws StartFailure {
        try {
            return Steering.start(
                    shared.database(), shared.sharing(), blueprints.blueprint(valid), blueprints, clock, telemetry);
        } catch (StorageException told) {
            throw new StartFailure(List.of(String.valueOf(told.getMessage())));
        }
    }

    /// Asked for when it is needed, and not before [ApplicationLog#begin] has said where the log lies.
    private static System.Logger log() {
        return System.getLogger(Gateway.class.getName());
    }

    private static StartFailure refused(FileBlueprints.Outcome outcome) {
        return switch (outcome) {
            case FileBlueprints.Outcome.Invalid invalid ->
                new StartFailure(
                        invalid.problems().stream().map(Object::toString).toList());
            case FileBlueprints.Outcome.Valid _ ->
                new StartFailure(List.of("the configuration changed while it was read: start again"));
        };
    }

    /// The gateway's own key, made at the first start; its public half lies beside it for the services behind
    /// the gateway.
    public static SigningKey identityKey(Path data) throws IOException {
        SigningKey key = SigningKey.loadOrCreate(data.resolve("identity-key.pem"));
        Files.writeString(data.resolve(PUBLIC_KEYS), key.publicJwks());
        return key;
    }

    /// Which policies judge the requests of a route at the moment: none before there is a snapshot.
    private static Set<PolicyName> policiesOn(AtomicReference<Steering> steering, RouteName name) {
        return Optional.ofNullable(steering.get())
                .map(steered -> steered.current().policiesOn(name))
                .orElse(Set.of());
    }

    private static void reload(Steering steering, Telemetry telemetry) {
        telemetry.reopenLogs();
        switch (steering.reload(Actor.own("signal"))) {
            case Reloading.Reloaded reloaded ->
                log().log(System.Logger.Level.INFO, "the configuration was read again: {0}", reloaded.changes());
            case Reloading.Broken broken ->
                log().log(
                                System.Logger.Level.ERROR,
                                "the new configuration is refused whole and the old one stays: {0}",
                                broken.flaws());
        }
    }

    /// Creates a user with this password, unless somebody has the name.
    void ensure(NewAccount account, Secret password) throws IOException {
        try {
            switch (accounts.create(account, new String(password.reveal(), java.nio.charset.StandardCharsets.UTF_8))) {
                case Accounts.Creation.Created _, Accounts.Creation.Taken _ -> {
                    // Both are what was wanted.
                }
                case Accounts.Creation.WeakPassword weak -> throw new IOException(weak.why());
                case Accounts.Creation.Busy _ -> throw new IOException("too many passwords are being hashed");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    /// See [#ensure(NewAccount, Secret)].
    public void ensureUser(String id, String email, Secret password, Set<String> roles) throws IOException {
        ensure(new NewAccount(Optional.of(id), id, Optional.of(email), roles), password);
    }

    /// Makes access tokens that this gateway accepts.
    public TokenIssuer tokens() {
        return tokens;
    }

    /// What the operator should know although the gateway starts.
    List<String> remarks() {
        return remarks;
    }

    /// Where the API is.
    public URI url() {
        return url("http", address);
    }

    /// Where the API is with TLS.
    public Optional<URI> secureUrl() {
        return secureAddress.map(at -> url("https", at));
    }

    /// Where the admin API and its page are.
    public URI adminUrl() {
        return url("http", adminAddress);
    }

    private static URI url(String scheme, InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /// Says that it stops, lets requests that are under way end, and brings everything to disk.
    @Override
    public void close() {
        lifecycle.stopping();
        started.close();
        lifecycle.close();
        log().log(System.Logger.Level.INFO, "stopped");
    }
}
