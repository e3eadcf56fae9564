package io.drawbridge.controlplane.migration;

import io.drawbridge.controlplane.readiness.Percent;
import io.drawbridge.controlplane.readiness.ReadinessView;
import io.drawbridge.controlplane.snapshots.Blueprint;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.readiness.ClientReadiness;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who still uses the legacy pattern, and where. Empty before the first request.
///
/// @param migrationStart the first request that was judged
/// @param totalLegacyEndpoints how many endpoints saw the pattern
/// @param totalViolations how many requests used it
/// @param totalRequests how many requests were judged
/// @param policies every policy that is in monitor or warn somewhere
record MigrationReport(
        Optional<Instant> migrationStart,
        double durationHours,
        int totalLegacyEndpoints,
        long totalViolations,
        long totalRequests,
        double shareOfRequests,
        List<LegacyEndpoint> endpoints,
        List<ReadinessView.ClientView> clients,
        PolicyReadiness.Others otherClients,
        List<PolicyReadiness.Hour> trend,
        List<ReadinessView> policies,
        List<String> recommendations) {
    /// An endpoint with more violations is worth a recommendation of its own; the figure is the FossaWork
    /// report's.
    private static final long BUSY = 100;

    /// @param isKnownLegacy whether the endpoint is still configured
    record LegacyEndpoint(
            String path,
            String route,
            long violationCount,
            long wouldRefuse,
            long refused,
            int clients,
            boolean isCritical,
            boolean isKnownLegacy,
            String mode,
            Optional<Instant> firstSeen,
            Optional<Instant> lastSeen) {}

    static MigrationReport of(PolicyName legacyAuth, Position position, ReadinessSource source, Instant now) {
        PolicyReadiness readiness = source.readiness(legacyAuth, Optional.empty());
        long violations = readiness.wouldRefuse() + readiness.refused();
        List<LegacyEndpoint> endpoints =
                violations == 0 ? List.of() : endpoints(legacyAuth, position, source, readiness);
        List<ReadinessView> policies = position.blueprint().policies().stream()
                .filter(policy -> isStaged(policy, position))
                .map(policy -> ReadinessView.of(
                        Place.everywhere(policy),
                        position.stances(),
                        policy.equals(legacyAuth) ? readiness : source.readiness(policy, Optional.empty())))
                .toList();
        return new MigrationReport(
                readiness.since(),
                readiness.since().map(since -> hours(since, now)).orElse(0.0),
                endpoints.size(),
                violations,
                readiness.requests(),
                Percent.share(violations, readiness.requests()),
                endpoints,
                readiness.clients().stream().map(ReadinessView.ClientView::of).toList(),
                readiness.others(),
                readiness.trend(),
                policies,
                recommendations(endpoints, policies));
    }

    private static List<LegacyEndpoint> endpoints(
            PolicyName legacyAuth, Position position, ReadinessSource source, PolicyReadiness readiness) {
        Set<RouteName> routes = new TreeSet<>();
        readiness.clients().forEach(client -> client.routes().forEach(on -> routes.add(on.route())));
        if (readiness.others().wouldRefuse() + readiness.others().refused() > 0) {
            // Where the others were denied is not said: it can be anywhere.
            position.blueprint().routes().forEach(route -> routes.add(route.name()));
        }
        return routes.stream()
                .map(route -> endpoint(route, legacyAuth, position, source.readiness(legacyAuth, Optional.of(route))))
                .filter(endpoint -> endpoint.violationCount > 0)
                .sorted(Comparator.comparingLong(LegacyEndpoint::violationCount)
                        .reversed()
                        .thenComparing(LegacyEndpoint::path))
                .toList();
    }

    private static LegacyEndpoint endpoint(
            RouteName route, PolicyName legacyAuth, Position position, PolicyReadiness readiness) {
        Optional<Blueprint.RouteOutline> outline = position.blueprint().outline(route);
        List<ClientReadiness.OnRoute> here = readiness.clients().stream()
                .flatMap(client -> client.routes().stream())
                .filter(on -> on.route().equals(route))
                .toList();
        return new LegacyEndpoint(
                outline.map(Blueprint.RouteOutline::path).orElse(route.text()),
                route.text(),
                readiness.wouldRefuse() + readiness.refused(),
                readiness.wouldRefuse(),
                readiness.refused(),
                here.size(),
                position.blueprint().isCritical(route),
                outline.isPresent(),
                position.stances().stance(legacyAuth, route).stance().toString(),
                here.stream().map(ClientReadiness.OnRoute::firstSeen).min(Comparator.naturalOrder()),
                here.stream().map(ClientReadiness.OnRoute::lastSeen).max(Comparator.naturalOrder()));
    }

    private static List<String> recommendations(List<LegacyEndpoint> endpoints, List<ReadinessView> policies) {
        List<String> lines = new ArrayList<>();
        endpoints.stream()
                .filter(LegacyEndpoint::isCritical)
                .forEach(endpoint -> lines.add("Critical: " + endpoint.path + " saw the legacy pattern "
                        + endpoint.violationCount + " times. Move its clients first."));
        endpoints.stream()
                .filter(endpoint -> !endpoint.isCritical && endpoint.violationCount > BUSY)
                .forEach(endpoint -> lines.add(endpoint.path + " saw the legacy pattern " + endpoint.violationCount
                        + " times, from " + endpoint.clients
                        + (endpoint.clients == 1 ? " client. Tell its owner." : " clients. Tell their owners.")));
        policies.stream()
                .filter(policy -> policy.requests() > 0)
                .forEach(policy -> lines.add(policy.policy() + ": " + policy.recommendation()
                        + policy.command().map(command -> " Next: " + command).orElse("")));
        return List.copyOf(lines);
    }

    private static boolean isStaged(PolicyName policy, Position position) {
        return Stream.concat(
                        Stream.of(position.stances().set(Place.everywhere(policy))),
                        position.stances().exceptions(policy).stream()
                                .map(route -> position.stances().stance(policy, route)))
                .map(StanceSetting::stance)
                .anyMatch(MigrationReport::isStaged);
    }

    private static boolean isStaged(Stance stance) {
        return isStaged(stance.ceiling())
                || (isStaged(stance.floor()) && !stance.share().isAll());
    }

    private static boolean isStaged(Mode mode) {
        return mode == Mode.MONITOR || mode == Mode.WARN;
    }

    private static double hours(Instant since, Instant now) {
        return BigDecimal.valueOf(Duration.between(since, now).toMillis())
                .divide(BigDecimal.valueOf(3_600_000), 2, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
