package io.drawbridge.controlplane.admin;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.answers.WithDatabase;
import io.drawbridge.controlplane.csp.CspViolations;
import io.drawbridge.controlplane.health.LivenessEndpoint;
import io.drawbridge.controlplane.page.PageEndpoint;
import io.drawbridge.controlplane.page.StyleEndpoint;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.OnUndecided;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Everything that the admin listener answers.
public final class AdminRoutes {
    private static final PolicyName HEADERS = new PolicyName("admin-headers");
    private static final PolicyName HOST = new PolicyName("admin-host");
    private static final PolicyName ACCESS = new PolicyName("admin-access");

    /// For every answer of the listener. The page needs its own style sheet and nothing else.
    private static final FieldBlock FIELDS = FieldBlock.of(
            new HeaderField(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            new HeaderField("X-Content-Type-Options", "nosniff"),
            new HeaderField("X-Frame-Options", "DENY"),
            new HeaderField("Referrer-Policy", "no-referrer"),
            new HeaderField("Cross-Origin-Resource-Policy", "same-origin"),
            new HeaderField("Cross-Origin-Opener-Policy", "same-origin"));

    private final List<AdminRoute> list;

    /// Who may come in.
    public enum Door {
        /// Whoever has the admin key.
        KEY,
        /// Whoever has the admin key, also in HTTP Basic: what is behind only reads.
        KEY_OR_BASIC,
        /// Everybody who reaches the listener.
        OPEN
    }

    /// One of them.
    ///
    /// @param method where it is `GET`, `HEAD` is served too
    public record AdminRoute(String method, String path, Door door, Endpoint endpoint) {}

    /// @param decisions where `drawbridge explain` looks
    /// @param violations what browsers reported
    /// @param ready answers `GET /readyz` for operators
    public AdminRoutes(
            Steering steering,
            ReadinessSource readiness,
            Decision.Source decisions,
            Accounts accounts,
            Vitals vitals,
            CspViolations violations,
            Endpoint ready,
            InstantSource clock) {
        this(steering, readiness, decisions, accounts, vitals, violations, ready, clock, List.of());
    }

    /// The same, and further routes.
    public AdminRoutes(
            Steering steering,
            ReadinessSource readiness,
            Decision.Source decisions,
            Accounts accounts,
            Vitals vitals,
            CspViolations violations,
            Endpoint ready,
            InstantSource clock,
            List<AdminRoute> more) {
        SteeringEndpoints steers = new SteeringEndpoints(steering, readiness, clock);
        InsightEndpoints insights = new InsightEndpoints(steering, readiness, decisions, vitals, violations, clock);
        UserEndpoints users = new UserEndpoints(accounts);
        List<AdminRoute> all = new ArrayList<>(List.of(
                route("GET", "/", Door.KEY_OR_BASIC, new PageEndpoint(steering, readiness, clock)),
                route("GET", "/style.css", Door.OPEN, new StyleEndpoint()),
                route("GET", "/openapi.json", Door.OPEN, new OpenApiEndpoint()),
                route("GET", "/livez", Door.OPEN, new LivenessEndpoint()),
                route("GET", "/readyz", Door.OPEN, ready),
                route("GET", "/v1/csp-reports", Door.KEY, insights::cspReports),
                route("GET", "/v1/status", Door.KEY, insights::status),
                route("GET", "/v1/policies", Door.KEY, steers::policies),
                route("PUT", "/v1/policies/{policy}/mode", Door.KEY, steers::setMode),
                route("GET", "/v1/edits", Door.KEY, steers::edits),
                route("POST", "/v1/edits/{number}/undo", Door.KEY, steers::undo),
                route("POST", "/v1/reload", Door.KEY, steers::reload),
                route("GET", "/v1/readiness", Door.KEY, insights::readiness),
                route("GET", "/v1/decisions/{id}", Door.KEY, insights::decision),
                route("GET", "/v1/users", Door.KEY, users::list),
                route("POST", "/v1/users", Door.KEY, users::create)));
        all.addAll(more);
        this.list = List.copyOf(all);
    }

    public List<AdminRoute> list() {
        return list;
    }

    /// The listener's snapshot. It never changes: no mode opens the admin listener.
    ///
    /// @param buckets any; no share is used here
    public Snapshot snapshot(Secret adminKey, AdminHost host, WrongKeys wrongKeys, Buckets buckets) {
        List<Route> routes = list.stream()
                .map(route -> {
                    List<Binding<Arrived>> bindings = new ArrayList<>();
                    Policy<Arrived> headers = _ -> Verdict.allow(new Obligation.ResponseFields(FIELDS));
                    bindings.add(enforced(HEADERS, headers, buckets));
                    bindings.add(enforced(HOST, host, buckets));
                    switch (route.door()) {
                        case OPEN -> {}
                        case KEY ->
                            bindings.add(enforced(
                                    ACCESS,
                                    new AdminAccess(adminKey, AdminAccess.Credentials.KEY, wrongKeys),
                                    buckets));
                        case KEY_OR_BASIC ->
                            bindings.add(enforced(
                                    ACCESS,
                                    new AdminAccess(adminKey, AdminAccess.Credentials.KEY_OR_BASIC, wrongKeys),
                                    buckets));
                    }
                    return new Route(
                            new RouteName("admin" + route.path() + "."
                                    + route.method().toLowerCase(Locale.ROOT)),
                            PathTemplate.parse(route.path()),
                            Set.of(route.method()),
                            new Destination.Own(route.endpoint()),
                            CrossOrigin.NONE,
                            bindings,
                            Authenticator.NONE,
                            List.of());
                })
                .toList();
        return new Snapshot(1, routes, FIELDS);
    }

    private static Binding<Arrived> enforced(PolicyName name, Policy<Arrived> policy, Buckets buckets) {
        return new Binding<>(name, policy, Stance.of(Mode.ENFORCE), OnUndecided.REFUSE, buckets);
    }

    private static AdminRoute route(String method, String path, Door door, Endpoint endpoint) {
        return new AdminRoute(method, path, door, new GuardedEndpoint(new WithDatabase(endpoint)));
    }
}
