package io.drawbridge.app;

import io.drawbridge.controlplane.acme.Challenges;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.SnapshotSource;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What the listener without TLS serves where there is one with TLS: the API as well, or the way there. In both
/// cases it answers an authority's challenges, which come over plain HTTP.
final class PlainSide implements SnapshotSource {
    /// What asks for health often speaks no TLS, and learns nothing that is secret.
    private static final Set<OwnRoute> NOT_REDIRECTED =
            EnumSet.of(OwnRoute.HEALTH, OwnRoute.LIVENESS, OwnRoute.READINESS);

    private record Made(Snapshot from, Snapshot snapshot) {}

    private final SnapshotSource steered;
    private final UnaryOperator<Snapshot> making;
    private volatile @Nullable Made made;

    private PlainSide(SnapshotSource steered, UnaryOperator<Snapshot> making) {
        this.steered = steered;
        this.making = making;
    }

    /// The API, and challenges.
    static SnapshotSource serving(SnapshotSource steered, Challenges challenges) {
        Route challenge = challenge(challenges);
        return new PlainSide(steered, snapshot -> {
            List<Route> routes = new ArrayList<>(List.of(challenge));
            snapshot.routes().stream()
                    .filter(route -> !route.template().text().equals(Challenges.PATH))
                    .forEach(routes::add);
            return new Snapshot(
                    snapshot.version(),
                    routes,
                    snapshot.unroutedFields(),
                    snapshot.unroutedSecureFields(),
                    snapshot.onUnrouted());
        });
    }

    /// The way to TLS, health, and challenges.
    ///
    /// @param port where TLS is, as clients see it
    /// @param served whether there is a certificate for a host, in lower case and without its port
    static SnapshotSource redirecting(
            SnapshotSource steered, Challenges challenges, int port, Predicate<String> served) {
        Route challenge = challenge(challenges);
        Set<RouteName> kept =
                Set.copyOf(NOT_REDIRECTED.stream().map(OwnRoute::routeName).toList());
        return new PlainSide(steered, snapshot -> {
            List<Route> routes = new ArrayList<>(List.of(challenge));
            snapshot.routes().stream()
                    .filter(route -> kept.contains(route.name()))
                    .forEach(routes::add);
            FieldBlock fields = snapshot.unroutedFields();
            routes.add(route(
                    "redirect-to-tls",
                    "/**",
                    Set.of(),
                    new Destination.AtOnce(head -> elsewhere(head, port, served, fields)),
                    snapshot.onUnrouted()));
            return new Snapshot(
                    snapshot.version(),
                    routes,
                    snapshot.unroutedFields(),
                    snapshot.unroutedSecureFields(),
                    snapshot.onUnrouted());
        });
    }

    private static Route challenge(Challenges challenges) {
        return route("acme-challenge", Challenges.PATH, Set.of("GET"), new Destination.Own(challenges), List.of());
    }

    private static Route route(
            String name, String path, Set<String> methods, Destination destination, List<Binding<Arrived>> onArrival) {
        return new Route(
                new RouteName(name),
                PathTemplate.parse(path),
                methods,
                destination,
                CrossOrigin.NONE,
                onArrival,
                Authenticator.NONE,
                List.of());
    }

    /// 308 keeps method and body (RFC 9110, section 15.4.9). Only hosts that there is a certificate for are
    /// sent anywhere: whatever else a `Host` field says stays out of `Location`.
    private static Answer elsewhere(RequestHead head, int port, Predicate<String> served, FieldBlock fields) {
        String host = withoutPort(head.authority());
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        HeaderField[] usual = fields.fields().toArray(HeaderField[]::new);
        if (host.isEmpty() || !served.test(bare)) {
            return new Problem(
                            421,
                            "not-served-here",
                            "This host is not served here",
                            "The gateway has no certificate for the host that was asked for.",
                            "Ask for a host that is served, over https.")
                    .answer()
                    .with(usual);
        }
        String location = "https://" + host + (port == 443 ? "" : ":" + port)
                + head.target().text();
        return new Answer(308, "", "", List.of(new HeaderField("Location", location)), List.of()).with(usual);
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    @Override
    public Snapshot current() {
        Snapshot now = steered.current();
        Made known = made;
        if (known == null || known.from().version() != now.version()) {
            known = new Made(now, making.apply(now));
            made = known;
        }
        return known.snapshot();
    }
}
