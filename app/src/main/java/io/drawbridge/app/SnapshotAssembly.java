package io.drawbridge.app;

import io.drawbridge.controlplane.configuration.HeaderPresetSpec;
import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.controlplane.configuration.RateLimitSpec;
import io.drawbridge.controlplane.configuration.RequestField;
import io.drawbridge.controlplane.configuration.RouteSpec;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.snapshots.SnapshotCompiler;
import io.drawbridge.controlplane.snapshots.StanceSource;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.StanceSetting;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.policies.authentication.AuthenticationPolicy;
import io.drawbridge.policies.bodysize.BodySizePolicy;
import io.drawbridge.policies.headers.PublicSide;
import io.drawbridge.policies.identity.LegacyClaims;
import io.drawbridge.policies.identity.RouteAuthenticator;
import io.drawbridge.policies.legacyauth.LegacyAuthPolicy;
import io.drawbridge.policies.origin.CorsRules;
import io.drawbridge.policies.origin.CorsSettings;
import io.drawbridge.policies.origin.Origin;
import io.drawbridge.policies.origin.OriginPolicy;
import io.drawbridge.policies.ownership.OwnershipField;
import io.drawbridge.policies.ownership.OwnershipPolicy;
import io.drawbridge.policies.ratelimit.LimitKey;
import io.drawbridge.policies.ratelimit.RateLimitPolicy;
import io.drawbridge.policies.ratelimit.RateLimiter;
import io.drawbridge.policies.threshold.Suspects;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a snapshot that runs out of a specification: a route for each route, and on it the policies in the
/// order in which they run. `security-headers` is first, so that every refusal carries them; then who may not
/// come in at all (`ip-block`, `brute-force`, `request-flood`), before anything is paid for them; `origin`
/// needs no identity; `rate-limit` comes before `authentication`, so that failed authentication is limited too;
/// `ownership` is last, because it asks whose data it is once it is known who asks.
final class SnapshotAssembly implements SnapshotCompiler {
    /// What outlives snapshots.
    ///
    /// @param bearer verifies tokens, and remembers them
    /// @param endpoints the gateway's own answers
    /// @param blocklist who is blocked
    /// @param failing who fails to authenticate
    /// @param flooding who sends too many requests
    record Lasting(
            Authenticator bearer,
            RateLimiter limiter,
            Map<OwnRoute, Endpoint> endpoints,
            Blocklist blocklist,
            Suspects failing,
            Suspects flooding) {}

    private static final Set<String> ADMIN_ROLES = Set.of("admin", "superadmin");
    /// No route is called so: what holds there is what holds everywhere.
    private static final RouteName UNROUTED = new RouteName("unrouted");

    private final Specification specification;
    private final Lasting lasting;
    private final Optional<CorsRules> cors;
    private final HeaderPresets headers;
    private final Doors doors;

    SnapshotAssembly(Specification specification, Lasting lasting) {
        this.specification = specification;
        this.lasting = lasting;
        this.cors = specification.cors().origins().isEmpty()
                ? Optional.empty()
                : Optional.of(new CorsRules(corsSettings(specification)));
        this.headers = new HeaderPresets(specification);
        this.doors = new Doors(specification, lasting.blocklist(), lasting.failing(), lasting.flooding());
    }

    /// The allow-list.
    NetworkSet allowed() {
        return doors.allowed();
    }

    private static CorsSettings corsSettings(Specification specification) {
        var cors = specification.cors();
        return new CorsSettings(
                cors.origins().stream().map(Origin::parse).toList(),
                List.copyOf(cors.methods()),
                List.copyOf(cors.headers()),
                List.copyOf(cors.expose()),
                cors.credentials(),
                cors.maxAge());
    }

    @Override
    public Snapshot compile(long version, StanceSource stances, Buckets buckets) {
        List<Route> routes = new ArrayList<>();
        for (OwnRoute own : OwnRoute.with(specification.accounts())) {
            routes.add(ownRoute(own, stances, buckets));
        }
        for (RouteSpec route : specification.routes().values()) {
            routes.add(forwardingRoute(route, stances, buckets));
        }
        Mode headersMode = stances.stance(KnownPolicies.SECURITY_HEADERS, OwnRoute.HEALTH.routeName())
                .stance()
                .floor();
        List<Binding<Arrived>> onUnrouted = doors.on(new Bindings(UNROUTED, stances, buckets), Doors.RequestsCount.YES);
        return headersMode.compareTo(Mode.WARN) >= 0
                ? new Snapshot(
                        version,
                        routes,
                        headers.unrouted(PublicSide.PLAIN),
                        headers.unrouted(PublicSide.TLS),
                        onUnrouted)
                : new Snapshot(version, routes, FieldBlock.EMPTY, FieldBlock.EMPTY, onUnrouted);
    }

    private Route forwardingRoute(RouteSpec spec, StanceSource stances, Buckets buckets) {
        Bindings bindings = new Bindings(spec.name(), stances, buckets);
        List<Binding<Identified>> onIdentified = new ArrayList<>();
        spec.limit().ifPresent(name -> onIdentified.add(bindings.of(KnownPolicies.RATE_LIMIT, limit(name))));
        Authenticator authenticator = switch (spec.access()) {
            case PUBLIC -> Authenticator.NONE;
            case AUTHENTICATED -> {
                StanceSetting legacy = stances.stance(KnownPolicies.LEGACY_AUTH, spec.name());
                onIdentified.add(bindings.of(KnownPolicies.AUTHENTICATION, new AuthenticationPolicy(spec.roles())));
                onIdentified.add(bindings.of(
                        KnownPolicies.LEGACY_AUTH, new LegacyAuthPolicy(legacy.since(), legacy.enforceAt(), guide())));
                yield new RouteAuthenticator(lasting.bearer(), claims());
            }
        };
        Set<RequestField> owners = ownership(spec);
        if (!owners.isEmpty()) {
            onIdentified.add(bindings.of(
                    KnownPolicies.OWNERSHIP,
                    new OwnershipPolicy(
                            owners.stream()
                                    .map(field -> OwnershipField.parse(field.toString()))
                                    .toList(),
                            specification.policies().ownershipExemptRoles())));
        }
        var upstream = specification.upstreams().get(spec.upstream());
        if (upstream == null) {
            throw new IllegalArgumentException("there is no upstream " + spec.upstream());
        }
        Route route = new Route(
                spec.name(),
                spec.path(),
                spec.methods(),
                new Destination.Forward(upstream),
                crossOrigin(),
                onArrival(bindings, spec.headers(), Doors.RequestsCount.YES),
                authenticator,
                onIdentified);
        Route limited = spec.maxBody()
                .map(most -> route.withOnBody(List.of(bindings.of(KnownPolicies.BODY_SIZE, new BodySizePolicy(most)))))
                .orElse(route);
        return spec.webSocket()
                ? limited.withWebSocket(specification.connection().webSocketIdle())
                : limited;
    }

    /// A route that the gateway answers itself. Authentication and the limit on logins are not on the ladder
    /// there: loosening an API's rules must not open the gateway's own doors.
    private Route ownRoute(OwnRoute own, StanceSource stances, Buckets buckets) {
        Bindings bindings = new Bindings(own.routeName(), stances, buckets);
        List<Binding<Identified>> onIdentified = new ArrayList<>();
        Authenticator authenticator = switch (own) {
            case HEALTH, LIVENESS, READINESS, MIGRATION_GUIDE -> Authenticator.NONE;
            case CSP_REPORTS -> {
                onIdentified.add(bindings.always(KnownPolicies.RATE_LIMIT, limit(RateLimitSpec.DEFAULT_CLASS)));
                yield Authenticator.NONE;
            }
            case LOGIN -> {
                onIdentified.add(bindings.always(KnownPolicies.RATE_LIMIT, limit("auth")));
                yield Authenticator.NONE;
            }
            case ME -> {
                onIdentified.add(bindings.of(KnownPolicies.RATE_LIMIT, limit(RateLimitSpec.DEFAULT_CLASS)));
                onIdentified.add(bindings.always(KnownPolicies.AUTHENTICATION, new AuthenticationPolicy(Set.of())));
                yield lasting.bearer();
            }
            case MIGRATION_REPORT -> {
                onIdentified.add(bindings.of(KnownPolicies.RATE_LIMIT, limit(RateLimitSpec.DEFAULT_CLASS)));
                onIdentified.add(bindings.always(KnownPolicies.AUTHENTICATION, new AuthenticationPolicy(ADMIN_ROLES)));
                yield lasting.bearer();
            }
        };
        Endpoint endpoint = lasting.endpoints().get(own);
        if (endpoint == null) {
            throw new IllegalStateException("nobody answers " + own);
        }
        return new Route(
                own.routeName(),
                own.template(),
                own.methods(),
                new Destination.Own(endpoint),
                crossOrigin(),
                switch (own) {
                    // Whatever page it is about, a report changes nothing but a count.
                    case CSP_REPORTS -> inside(bindings, HeaderPresetSpec.DEFAULT_PRESET, Doors.RequestsCount.YES);
                    case HEALTH, LIVENESS, READINESS ->
                        onArrival(bindings, HeaderPresetSpec.DEFAULT_PRESET, Doors.RequestsCount.NO);
                    case LOGIN, ME, MIGRATION_REPORT, MIGRATION_GUIDE ->
                        onArrival(bindings, HeaderPresetSpec.DEFAULT_PRESET, Doors.RequestsCount.YES);
                },
                authenticator,
                onIdentified);
    }

    private List<Binding<Arrived>> inside(Bindings bindings, String preset, Doors.RequestsCount count) {
        List<Binding<Arrived>> inside = new ArrayList<>();
        inside.add(bindings.of(KnownPolicies.SECURITY_HEADERS, headers.policy(preset)));
        inside.addAll(doors.on(bindings, count));
        return inside;
    }

    private List<Binding<Arrived>> onArrival(Bindings bindings, String preset, Doors.RequestsCount count) {
        List<Binding<Arrived>> onArrival = inside(bindings, preset, count);
        cors.ifPresent(rules -> onArrival.add(bindings.of(KnownPolicies.ORIGIN, new OriginPolicy(rules))));
        return onArrival;
    }

    /// Without configured origins an upstream's own CORS answers pass, and nobody is refused for an origin.
    private CrossOrigin crossOrigin() {
        return cors.<CrossOrigin>map(rules -> rules).orElse(CrossOrigin.NONE);
    }

    /// What the route says, and the header in which legacy clients name their user: the service may still read
    /// it, whoever sends it.
    private Set<RequestField> ownership(RouteSpec spec) {
        Set<RequestField> fields = new LinkedHashSet<>(spec.ownership());
        switch (spec.access()) {
            case PUBLIC -> {
                // Nobody is known there.
            }
            case AUTHENTICATED ->
                specification.policies().legacyAuth().detect().stream()
                        .filter(field -> field.source() == RequestField.Source.HEADER)
                        .forEach(fields::add);
        }
        return fields;
    }

    private LegacyClaims claims() {
        Optional<String> query = Optional.empty();
        Optional<String> header = Optional.empty();
        for (RequestField field : specification.policies().legacyAuth().detect()) {
            switch (field.source()) {
                case QUERY -> query = Optional.of(field.name());
                case HEADER -> header = Optional.of(field.name());
                case PATH -> throw new IllegalArgumentException("a legacy claim is not read from a path");
            }
        }
        return new LegacyClaims(query, header);
    }

    private URI guide() {
        return specification
                .policies()
                .legacyAuth()
                .migrationGuide()
                .orElse(URI.create(OwnRoute.MIGRATION_GUIDE.template().text()));
    }

    private RateLimitPolicy limit(String name) {
        RateLimitSpec limit = specification.rateLimits().get(name);
        if (limit == null) {
            throw new IllegalArgumentException("there is no rate limit class " + name);
        }
        LimitKey key = switch (limit.key()) {
            case CLIENT -> LimitKey.CLIENT;
            case ADDRESS -> LimitKey.ADDRESS;
        };
        return new RateLimitPolicy(name, limit.rate(), key, lasting.limiter());
    }
}
