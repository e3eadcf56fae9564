package io.drawbridge.app;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.accounts.LoginEndpoint;
import io.drawbridge.controlplane.accounts.MeEndpoint;
import io.drawbridge.controlplane.accounts.NewAccount;
import io.drawbridge.controlplane.admin.AdminHost;
import io.drawbridge.controlplane.admin.AdminRoutes;
import io.drawbridge.controlplane.admin.Vitals;
import io.drawbridge.controlplane.admin.WrongKeys;
import io.drawbridge.controlplane.answers.WithDatabase;
import io.drawbridge.controlplane.configuration.ConnectionSpec;
import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.controlplane.configuration.LogFormat;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.controlplane.configuration.RequestField;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.migration.HealthEndpoint;
import io.drawbridge.controlplane.migration.MigrationGuideEndpoint;
import io.drawbridge.controlplane.migration.MigrationReportEndpoint;
import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.controlplane.snapshots.Reloading;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.dataplane.Dataplane;
import io.drawbridge.dataplane.DataplaneSettings;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.identity.TokenIssuer;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.policies.identity.BearerAuthenticator;
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
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// A running gateway. [#start] is its wiring diagram, from the configuration down to the listeners.
public final class Gateway implements AutoCloseable {
    /// In the data folder: a JSON Web Key Set (RFC 7517) with which services verify who is asking.
    public static final String PUBLIC_KEYS = "identity.jwks.json";

    private final SharedState shared;
    private final Telemetry telemetry;
    private final Dataplane dataplane;
    private final Accounts accounts;
    private final TokenIssuer tokens;
    private final List<String> remarks;
    private final InetSocketAddress address;
    private final InetSocketAddress adminAddress;

    private Gateway(
            SharedState shared,
            Telemetry telemetry,
            Dataplane dataplane,
            Accounts accounts,
            TokenIssuer tokens,
            List<String> remarks,
            InetSocketAddress address,
            InetSocketAddress adminAddress) {
        this.shared = shared;
        this.telemetry = telemetry;
        this.dataplane = dataplane;
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
        if (!(FileBlueprints.load(file, environment) instanceof FileBlueprints.Outcome.Valid valid)) {
            throw refused(FileBlueprints.load(file, environment));
        }
        Specification specification = valid.specification();
        Path data = Files.createDirectories(specification.data());
        ApplicationLog.begin(data.resolve("logs"), valid.settings().logLevel());
        Keys keys = Keys.from(valid.settings(), data);

        InstantSource clock = InstantSource.system();
        SharedState shared = SharedState.open(valid.settings(), data, keys.secretKey(), clock);
        Database database = shared.database();
        AtomicReference<Steering> steering = new AtomicReference<>();
        Telemetry telemetry = Telemetry.start(
                database,
                shared.node(),
                LogSettings.in(data.resolve("logs")).as(form(specification.logs())),
                route -> policiesOn(steering.get(), route),
                clock);

        TokenRules rules = new TokenRules(
                specification.tokens().issuer(),
                specification.tokens().audience(),
                specification.tokens().rolesClaim());
        TokenIssuer tokens = new HmacTokenIssuer(keys.secretKey(), rules, clock);
        Accounts accounts =
                new Accounts(database, clock, Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        RateLimiter limiter = new RateLimiter(System::nanoTime);
        BearerAuthenticator bearer = new BearerAuthenticator(keys.secretKey(), rules, clock);
        Map<OwnRoute, Endpoint> endpoints = ownEndpoints(specification, accounts, tokens, telemetry, steering, clock);
        SnapshotAssembly.Lasting lasting = new SnapshotAssembly.Lasting(bearer, limiter, endpoints);

        FileBlueprints blueprints =
                new FileBlueprints(file, environment, shared, wanted -> new SnapshotAssembly(wanted, lasting));
        Steering steered = steered(shared, blueprints, valid, telemetry, clock);
        steering.set(steered);
        shared.begin(limiter, steered, Main.version());

        Dataplane dataplane = new Dataplane(settings(specification), clock);
        UpstreamIdentity identities = new GatewayIdentity(identityKey(data), clock);
        WrongKeys wrongKeys = new WrongKeys(System::nanoTime);
        Vitals vitals = new Vitals(
                Main.version(),
                clock.instant(),
                () -> shared.facts(steered),
                Map.of(
                        "events_dropped",
                        () -> telemetry.dropped().events(),
                        "log_lines_dropped",
                        () -> telemetry.dropped().logLines(),
                        "connections_open",
                        dataplane::connections,
                        "limit_keys",
                        limiter::keys,
                        "limit_keys_evicted",
                        limiter::evictions,
                        "tokens_remembered",
                        bearer::rememberedTokens,
                        "logins_turned_away",
                        accounts::turnedAway,
                        "admin_networks_forgotten",
                        wrongKeys::forgotten));
        AdminRoutes admin =
                new AdminRoutes(steered, telemetry.readiness(), telemetry.decisions(), accounts, vitals, clock);
        InetSocketAddress wanted = specification.admin().listen().address();
        AdminHost host = new AdminHost(specification.admin().listen().host(), wanted.getAddress());
        var adminSnapshot = admin.snapshot(keys.adminApiKey(), host, wrongKeys, steered.buckets());
        try {
            InetSocketAddress adminAddress =
                    dataplane.serve(wanted, () -> adminSnapshot, new AdminEvents(telemetry), UpstreamIdentity.NONE);
            InetSocketAddress address =
                    dataplane.serve(specification.listen().address(), steered, telemetry, identities);
            Hangup.whenReceived(() -> reload(steered, telemetry));
            log().log(System.Logger.Level.INFO, "listening on {0}, admin API on {1}", url(address), url(adminAddress));
            return new Gateway(
                    shared,
                    telemetry,
                    dataplane,
                    accounts,
                    tokens,
                    Stream.concat(valid.warnings().stream(), keys.remarks().stream())
                            .toList(),
                    address,
                    adminAddress);
        } catch (IOException failure) {
            dataplane.close();
            telemetry.close();
            shared.close();
            throw failure;
        }
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
            telemetry.close();
            shared.close();
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

    private static LogSettings.Form form(LogFormat format) {
        return switch (format) {
            case TEXT -> LogSettings.Form.TEXT;
            case JSON -> LogSettings.Form.JSON;
        };
    }

    private static Map<OwnRoute, Endpoint> ownEndpoints(
            Specification specification,
            Accounts accounts,
            TokenIssuer tokens,
            Telemetry telemetry,
            AtomicReference<Steering> steering,
            InstantSource clock) {
        Map<OwnRoute, Endpoint> endpoints = new EnumMap<>(OwnRoute.class);
        endpoints.put(OwnRoute.HEALTH, new HealthEndpoint());
        endpoints.put(
                OwnRoute.LOGIN,
                new WithDatabase(new LoginEndpoint(
                        accounts, tokens, specification.accounts().tokenLifetime())));
        endpoints.put(OwnRoute.ME, new WithDatabase(new MeEndpoint(accounts)));
        endpoints.put(
                OwnRoute.MIGRATION_REPORT,
                new WithDatabase(new MigrationReportEndpoint(
                        KnownPolicies.LEGACY_AUTH, () -> position(steering), telemetry.readiness(), clock)));
        endpoints.put(
                OwnRoute.MIGRATION_GUIDE,
                new MigrationGuideEndpoint(
                        specification.policies().legacyAuth().detect().stream()
                                .map(RequestField::toString)
                                .map(MigrationGuideEndpoint.LegacyPattern::of)
                                .toList(),
                        specification.accounts().enabled()
                                ? MigrationGuideEndpoint.TokenSource.LOGIN
                                : MigrationGuideEndpoint.TokenSource.ELSEWHERE,
                        () -> position(steering)
                                .stances()
                                .set(Place.everywhere(KnownPolicies.LEGACY_AUTH))
                                .enforceAt()));
        return endpoints;
    }

    private static Position position(AtomicReference<Steering> steering) {
        return Optional.ofNullable(steering.get())
                .orElseThrow(() -> new IllegalStateException("the gateway has not started yet"))
                .position();
    }

    /// Which policies judge the requests of a route at the moment.
    private static Set<PolicyName> policiesOn(@org.jspecify.annotations.Nullable Steering steering, RouteName name) {
        Set<PolicyName> policies = new HashSet<>();
        if (steering != null) {
            for (Route route : steering.current().routes()) {
                if (route.name().equals(name)) {
                    Stream.<Binding<?>>concat(route.onArrival().stream(), route.onIdentified().stream())
                            .filter(binding -> binding.stance().ceiling() != Mode.OFF)
                            .forEach(binding -> policies.add(binding.name()));
                }
            }
        }
        return policies;
    }

    private static DataplaneSettings settings(Specification specification) {
        ConnectionSpec connection = specification.connection();
        return new DataplaneSettings(
                0,
                connection.maxHead(),
                connection.maxFields(),
                connection.headTimeout(),
                connection.idleTimeout(),
                connection.bodyTimeout(),
                DataplaneSettings.DEFAULT.maxConnections(),
                specification.drain());
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
        return url(address);
    }

    /// Where the admin API and its page are.
    public URI adminUrl() {
        return url(adminAddress);
    }

    private static URI url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /// Lets requests that are under way end, and brings everything to disk.
    @Override
    public void close() {
        dataplane.close();
        telemetry.close();
        shared.close();
        log().log(System.Logger.Level.INFO, "stopped");
    }
}
