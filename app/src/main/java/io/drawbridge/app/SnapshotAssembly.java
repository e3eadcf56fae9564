package io.drawbridge.app;

import io.drawbridge.controlplane.configuration.CspSpec;
import io.drawbridge.controlplane.configuration.Environment;
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
import io.drawbridge.domain.exchange.Exchange;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.OnUndecided;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.StanceSetting;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.policies.authentication.AuthenticationPolicy;
import io.drawbridge.policies.headers.ContentSecurityPolicy;
import io.drawbridge.policies.headers.CspReporting;
import io.drawbridge.policies.headers.PublicSide;
import io.drawbridge.policies.headers.SecurityHeaders;
import io.drawbridge.policies.headers.SecurityHeadersPolicy;
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
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a snapshot that runs out of a specification: a route for each route, and on it the policies in the order in
/// which they run. `security-headers` is first, so that every refusal carries them; `origin` needs no identity;
/// `rate-limit` comes before `authentication`, so that failed authentication is limited too; `ownership` is last,
/// because it asks
/// whose data it is once it is known who asks.
final class SnapshotAssembly implements SnapshotCompiler {
    /// What outlives snapshots.
    ///
    /// @param bearer verifies tokens, and remembers them
    /// @param endpoints the gateway's own answers
    record Lasting(Authenticator bearer, RateLimiter limiter, Map<OwnRoute, Endpoint> endpoints) {}

    private static final Set<String> ADMIN_ROLES = Set.of("admin", "superadmin");

    private final Specification specification;
    private final Lasting lasting;
    private final Optional<CorsRules> cors;
    private final Map<String, FieldBlock> headerPresets = new LinkedHashMap<>();
    private final Map<String, FieldBlock> secureHeaderPresets = new LinkedHashMap<>();

    SnapshotAssembly(Specification specification, Lasting lasting) {
        this.specification = specification;
        this.lasting = lasting;
        this.cors = specification.cors().origins().isEmpty()
                ? Optional.empty()
                : Optional.of(new CorsRules(corsSettings(specification)));
        fill(headerPresets, PublicSide.PLAIN);
        fill(secureHeaderPresets, PublicSide.TLS);
    }

    private void fill(Map<String, FieldBlock> presets, PublicSide side) {
        CspReporting reporting = reporting(specification.csp());
        FieldBlock usual = usualHeaders(specification.environment(), side, ContentSecurityPolicy.GENERIC);
        presets.put(HeaderPresetSpec.DEFAULT_PRESET, reporting.on(usual));
        presets.put(
                HeaderPresetSpec.FOSSAWORK_PRESET,
                reporting.on(usualHeaders(specification.environment(), side, ContentSecurityPolicy.FOSSAWORK)));
        specification
                .headerPresets()
                .forEach((name, preset) -> presets.put(name, reporting.on(overlaid(usual, preset))));
    }

    /// Browsers report to the gateway, which passes on what it gets; or, where it does not collect, to whom it would
    /// have passed it on.
    private static CspReporting reporting(CspSpec csp) {
        Optional<String> endpoint = csp.collect()
                ? Optional.of(OwnRoute.CSP_REPORTS.template().text())
                : csp.forward().map(URI::toString);
        return new CspReporting(endpoint, csp.candidate());
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

    private static FieldBlock usualHeaders(Environment environment, PublicSide side, ContentSecurityPolicy policy) {
        var choice = switch (environment) {
            case DEVELOPMENT -> io.drawbridge.policies.headers.Environment.DEVELOPMENT;
            case STAGING -> io.drawbridge.policies.headers.Environment.STAGING;
            case PRODUCTION -> io.drawbridge.policies.headers.Environment.PRODUCTION;
        };
        return SecurityHeaders.preset(choice, side, policy.text(choice));
    }

    private static FieldBlock overlaid(FieldBlock usual, HeaderPresetSpec preset) {
        Map<String, HeaderField> fields = new LinkedHashMap<>();
        usual.fields().forEach(field -> fields.put(field.name().toLowerCase(Locale.ROOT), field));
        preset.fields().forEach(field -> fields.put(field.name().toLowerCase(Locale.ROOT), field));
        return new FieldBlock(List.copyOf(fields.values()));
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
        Stance headers = stances.stance(KnownPolicies.SECURITY_HEADERS, OwnRoute.HEALTH.routeName())
                .stance();
        boolean unroutedToo = headers.floor().compareTo(Mode.WARN) >= 0;
        return unroutedToo
                ? new Snapshot(
                        version,
                        routes,
                        preset(headerPresets, HeaderPresetSpec.DEFAULT_PRESET),
                        preset(secureHeaderPresets, HeaderPresetSpec.DEFAULT_PRESET))
                : new Snapshot(version, routes, FieldBlock.EMPTY);
    }

    private static FieldBlock preset(Map<String, FieldBlock> presets, String name) {
        FieldBlock block = presets.get(name);
        if (block == null) {
            throw new IllegalArgumentException("there is no header preset " + name);
        }
        return block;
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
        return new Route(
                spec.name(),
                spec.path(),
                spec.methods(),
                new Destination.Forward(upstream),
                crossOrigin(),
                onArrival(bindings, spec.headers()),
                authenticator,
                onIdentified);
    }

    /// A route that the gateway answers itself. Authentication and the limit on logins are not on the ladder there:
    /// loosening an API's rules must not open the gateway's own doors.
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
                    case CSP_REPORTS -> List.of(headers(bindings, HeaderPresetSpec.DEFAULT_PRESET));
                    case HEALTH, LIVENESS, READINESS, LOGIN, ME, MIGRATION_REPORT, MIGRATION_GUIDE ->
                        onArrival(bindings, HeaderPresetSpec.DEFAULT_PRESET);
                },
                authenticator,
                onIdentified);
    }

    private Binding<Arrived> headers(Bindings bindings, String preset) {
        return bindings.of(KnownPolicies.SECURITY_HEADERS, new SecurityHeadersPolicy(preset(headerPresets, preset), preset(secureHeaderPresets, preset)));
    }

    private List<Binding<Arrived>> onArrival(Bindings bindings, String headers) {
        List<Binding<Arrived>> onArrival = new ArrayList<>();
        onArrival.add(headers(bindings, headers));
        cors.ifPresent(rules -> onArrival.add(bindings.of(KnownPolicies.ORIGIN, new OriginPolicy(rules))));
        return onArrival;
    }

    /// Without configured origins an upstream's own CORS answers pass, and nobody is refused for an origin.
    private CrossOrigin crossOrigin() {
        return cors.<CrossOrigin>map(rules -> rules).orElse(CrossOrigin.NONE);
    }

    /// What the route says, and the header in which legacy clients name their user: the service may still read it,
    /// whoever sends it.
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

    /// Binds policies on one route.
    private record Bindings(RouteName route, StanceSource stances, Buckets buckets) {
        <E extends Exchange> Binding<E> of(PolicyName name, Policy<? super E> policy) {
            return bound(name, policy, stances.stance(name, route).stance());
        }

        <E extends Exchange> Binding<E> always(PolicyName name, Policy<? super E> policy) {
            return bound(name, policy, Stance.of(Mode.ENFORCE));
        }

        private <E extends Exchange> Binding<E> bound(PolicyName name, Policy<? super E> policy, Stance stance) {
            // A header that cannot be added lets nobody in; everything else refuses when it cannot tell.
            OnUndecided onUndecided =
                    name.equals(KnownPolicies.SECURITY_HEADERS) ? OnUndecided.PROCEED : OnUndecided.REFUSE;
            return new Binding<>(name, policy, stance, onUndecided, buckets);
        }
    }
}
