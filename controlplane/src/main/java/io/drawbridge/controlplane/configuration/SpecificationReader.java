package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.Upstream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the whole file, section by section.
final class SpecificationReader {
    private static final List<String> KEYS = List.of(
            "version",
            "listen",
            "tls",
            "admin",
            "data",
            "drain",
            "logs",
            "upstreams",
            "tokens",
            "accounts",
            "connection",
            "http2",
            "websocket",
            "rate_limits",
            "cors",
            "csp",
            "drain_notice",
            "header_presets",
            "policies",
            "trusted_proxies",
            "forwarded_header",
            "proxy_protocol",
            "blocks",
            "overload",
            "database",
            "shared",
            "routes");
    private static final Form<Integer> VERSION = Form.closed("1", SpecificationReader::version);
    private static final ListenSpec DEFAULT_LISTEN = ListenSpec.parse("127.0.0.1:8080");
    private static final ListenSpec DEFAULT_ADMIN = ListenSpec.parse("127.0.0.1:9090");
    private static final Form<LogFormat> LOG_FORMAT = Form.closed("text or json", LogFormat::parse);
    private static final Form<Duration> DRAIN = Forms.duration(Duration.ZERO, Duration.ofHours(1));
    private static final Form<Duration> TIMEOUT = Forms.duration(Duration.ofMillis(100), Duration.ofHours(1));
    private static final Form<Duration> LIFETIME = Forms.duration(Duration.ofMinutes(1), Duration.ofDays(30));
    private static final Form<Duration> MAX_AGE = Forms.duration(Duration.ZERO, Duration.ofDays(1));

    private final Reading reading;
    private final EnvironmentVariables variables;
    private final Section file;

    private final Instant now;

    private SpecificationReader(Reading reading, EnvironmentVariables variables, Section file, Instant now) {
        this.now = now;
        this.reading = reading;
        this.variables = variables;
        this.file = file;
    }

    /// @param now certificates have to be good at this instant
    /// @return empty where there is a problem
    static Optional<Specification> read(Reading reading, EnvironmentVariables variables, Node root, Instant now) {
        return Section.of(reading, root, "", "the configuration", KEYS)
                .flatMap(file -> new SpecificationReader(reading, variables, file, now).read());
    }

    private Optional<Specification> read() {
        require("version", "version: 1");
        require("upstreams", "upstreams: { api: http://127.0.0.1:8001 }");
        require("routes", "routes: [{ path: /api/**, authentication: required }]");
        file.value("version", VERSION);
        ListenSpec listen = file.value("listen", Forms.LISTEN, DEFAULT_LISTEN);
        AdminSpec admin = admin(listen);
        Optional<TlsSpec> tls = tls(listen, admin.listen());
        Path data = file.value("data", Forms.DIRECTORY, Path.of("./drawbridge-data"));
        Duration drain = file.value("drain", DRAIN, Duration.ofSeconds(30));
        Duration drainNotice = file.value("drain_notice", DRAIN, Duration.ZERO);
        LogFormat logs = file.section("logs", List.of("format")).value("format", LOG_FORMAT, LogFormat.TEXT);
        UpstreamsReader upstreams = new UpstreamsReader(
                reading, ResilienceReader.overload(file.section("overload", ResilienceReader.OVERLOAD_KEYS)), now);
        file.node("upstreams").ifPresent(upstreams::read);
        refuseLoops(upstreams, listen, admin.listen());
        tls.ifPresent(spec -> refuseLoops(upstreams, spec.listen()));
        TokensSpec tokens = tokens();
        AccountsSpec accounts = accounts();
        ConnectionSpec connection = connection();
        RateLimitsReader limits = new RateLimitsReader(reading);
        file.node("rate_limits").ifPresent(limits::read);
        limits.override(variables.rates());
        CorsSpec cors = cors();
        HeaderPresetsReader presets = new HeaderPresetsReader(reading);
        file.node("header_presets").ifPresent(presets::read);
        PoliciesSpec policies = PoliciesReader.read(reading, variables, file.node("policies"));
        AddressesReader addresses = new AddressesReader(reading, file);
        ClientsSpec clients = addresses.clients();
        Set<Network> allowed = addresses.allowed();
        RoutesReader routes = new RoutesReader(reading, variables, upstreams, limits, presets, OwnRoute.with(accounts));
        file.node("routes").ifPresent(routes::read);
        if (!reading.problems().isEmpty()) {
            return Optional.empty();
        }
        routes.warnOfUnused();
        warnOfOpenWebSockets(routes, cors);
        return Optional.of(new Specification(
                variables.settings().environment(),
                listen,
                admin,
                data,
                drain,
                drainNotice,
                logs,
                upstreams.upstreams(),
                tokens,
                accounts,
                connection,
                limits.classes(),
                cors,
                csp(),
                presets.presets(),
                policies,
                clients,
                allowed,
                routes.routes(),
                tls,
                reading.concealed()));
    }

    /// Browsers let every page open a WebSocket connection, with its visitors' cookies.
    private void warnOfOpenWebSockets(RoutesReader routes, CorsSpec cors) {
        if (cors.origins().isEmpty()) {
            routes.routes().values().stream()
                    .filter(RouteSpec::webSocket)
                    .forEach(route -> reading.problems()
                            .warn(
                                    file.at("routes"),
                                    "route " + route.name()
                                            + ": pages of any website can open a WebSocket there: list the origins that may, such"
                                            + " as cors: { origins: [\"https://app.example\"] }"));
        }
    }

    private void require(String key, String example) {
        if (!file.has(key)) {
            reading.problems().add(file.at(), "`" + key + "` is missing: write it, such as " + example);
        }
    }

    private static Integer version(String text) {
        if (!text.equals("1")) {
            throw new IllegalArgumentException(
                    "this gateway reads version 1 of the configuration, not " + Problem.quoted(text));
        }
        return 1;
    }

    private AdminSpec admin(ListenSpec publicListen) {
        Section section = file.section("admin", List.of("listen", "allow_remote"));
        ListenSpec listen = section.value("listen", Forms.LISTEN, DEFAULT_ADMIN);
        boolean allowRemote = section.flag("allow_remote", false);
        if (!allowRemote && !listen.isLoopback()) {
            reading.problems()
                    .add(
                            section.at("listen"),
                            "listen: other machines may reach the admin API at " + listen
                                    + ": write a loopback address, such as 127.0.0.1:9090, or allow_remote: true");
            return new AdminSpec(DEFAULT_ADMIN, false);
        }
        if (listen.overlaps(publicListen)) {
            reading.problems()
                    .add(
                            section.has("listen") ? section.at("listen") : file.at("listen"),
                            "listen: the admin API's " + listen + " and the gateway's " + publicListen
                                    + " are the same: give one of them another port");
        }
        return new AdminSpec(listen, allowRemote);
    }

    private Optional<TlsSpec> tls(ListenSpec... others) {
        Optional<TlsSpec> tls = file.node("tls")
                .flatMap(new TlsReader(reading, variables.settings().environment(), now)::read);
        tls.ifPresent(spec -> Arrays.stream(others)
                .filter(spec.listen()::overlaps)
                .findFirst()
                .ifPresent(other -> reading.problems()
                        .add(
                                file.at("tls"),
                                "tls: " + spec.listen() + " and " + other
                                        + " are the same: give one of them another port")));
        return tls;
    }

    /// A gateway that forwards to itself turns one request into many, or opens its admin API to the world.
    private void refuseLoops(UpstreamsReader upstreams, ListenSpec... listeners) {
        for (Upstream upstream : upstreams.upstreams().values()) {
            for (Target target : upstream.targets()) {
                String host = target.host().equalsIgnoreCase("localhost") ? "127.0.0.1" : target.host();
                if (!Authority.isAddress(host)) {
                    continue;
                }
                ListenSpec there = new ListenSpec(host, target.port());
                Arrays.stream(listeners)
                        .filter(listener -> listener.answers(there))
                        .findFirst()
                        .ifPresent(listener -> reading.problems()
                                .add(
                                        upstreams.at(upstream.name()),
                                        "upstream " + upstream.name() + ": this is the address " + listener
                                                + " of the gateway itself: name the service behind it"));
            }
        }
    }

    private TokensSpec tokens() {
        Section section = file.section("tokens", List.of("issuer", "audience", "roles_claim"));
        return new TokensSpec(
                section.value("issuer", Forms.TEXT),
                section.value("audience", Forms.TEXT),
                section.value("roles_claim", Forms.TEXT, TokensSpec.DEFAULT.rolesClaim()));
    }

    private AccountsSpec accounts() {
        Section section = file.section("accounts", List.of("enabled", "token_lifetime"));
        return new AccountsSpec(
                section.flag("enabled", AccountsSpec.DEFAULT.enabled()),
                section.value("token_lifetime", LIFETIME, AccountsSpec.DEFAULT.tokenLifetime()));
    }

    private ConnectionSpec connection() {
        ConnectionSpec standard = ConnectionSpec.DEFAULT;
        Section section = file.section(
                "connection", List.of("max_head", "max_fields", "head_timeout", "idle_timeout", "body_timeout"));
        return new ConnectionSpec(
                section.value("max_head", Forms.size(1 << 10, 1 << 20), standard.maxHead()),
                section.value("max_fields", Forms.number(8, 1000), standard.maxFields()),
                section.value("head_timeout", TIMEOUT, standard.headTimeout()),
                section.value("idle_timeout", TIMEOUT, standard.idleTimeout()),
                section.value("body_timeout", TIMEOUT, standard.bodyTimeout()),
                http2(standard.http2()),
                file.section("websocket", List.of("idle_timeout"))
                        .value("idle_timeout", TIMEOUT, standard.webSocketIdle()));
    }

    private Http2Spec http2(Http2Spec standard) {
        Section section = file.section("http2", List.of("enabled", "clear_text", "max_streams"));
        return new Http2Spec(
                section.flag("enabled", standard.enabled()),
                section.flag("clear_text", standard.clearText()),
                section.value("max_streams", Forms.number(1, 1000), standard.maxStreams()));
    }

    private CorsSpec cors() {
        CorsSpec standard = CorsSpec.DEFAULT;
        Section section =
                file.section("cors", List.of("origins", "methods", "headers", "expose", "credentials", "max_age"));
        return new CorsSpec(
                origins(section),
                new LinkedHashSet<>(section.values("methods", Forms.METHOD, standard.methods())),
                new LinkedHashSet<>(section.values("headers", Forms.FIELD_NAME, standard.headers())),
                new LinkedHashSet<>(section.values("expose", Forms.FIELD_NAME, standard.expose())),
                section.flag("credentials", standard.credentials()),
                section.value("max_age", MAX_AGE, standard.maxAge()));
    }

    private CspSpec csp() {
        CspSpec standard = CspSpec.DEFAULT;
        Section section = file.section("csp", List.of("collect", "report_only", "forward"));
        Optional<URI> inFile = section.value("forward", Forms.PAGE);
        Optional<URI> forward = variables.cspReportUri().or(() -> inFile);
        if (inFile.isPresent() && !inFile.equals(forward)) {
            reading.problems()
                    .warn(
                            section.at("forward"),
                            "forward: the variable CSP_REPORT_URI comes first and names another collector");
        }
        return new CspSpec(
                section.flag("collect", standard.collect()), section.value("report_only", Forms.CSP), forward);
    }

    private Set<String> origins(Section section) {
        Set<String> inFile = new LinkedHashSet<>(section.values("origins", Forms.ORIGIN, List.of()));
        Set<String> origins = variables.origins().orElse(inFile);
        if (section.has("origins") && !origins.equals(inFile)) {
            reading.problems()
                    .warn(
                            section.at("origins"),
                            "origins: the variable CORS_ALLOWED_ORIGINS or CORS_ORIGINS comes first and lists others");
        }
        if (variables.settings().environment() == Environment.PRODUCTION) {
            List<String> open = new ArrayList<>(origins);
            open.removeIf(origin -> !origin.startsWith("http://"));
            if (!open.isEmpty()) {
                reading.problems()
                        .warn(
                                section.at("origins"),
                                "origins: in production a page comes over https, and " + open.size()
                                        + " of these origins do not");
            }
        }
        return origins;
    }
}
