package io.drawbridge.controlplane.readiness;

import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Stances;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.readiness.ClientReadiness;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A policy's readiness as the APIs write it.
///
/// @param mode in words, for example `enforce for 25%, warn for the rest`
/// @param shareOfRequests the part of all requests that was denied, from 0 to 1: what would break if it were enforced
/// @param outlook `READY`, `NOT READY` or `NOT ENOUGH DATA`
/// @param bound see [PolicyReadiness]
/// @param command what to type next; absent where there is nothing to type
public record ReadinessView(
        String policy,
        String mode,
        Optional<Instant> enforceAt,
        long requests,
        long wouldRefuse,
        long refused,
        double shareOfRequests,
        String outlook,
        double bound,
        Optional<Instant> since,
        List<ClientView> clients,
        PolicyReadiness.Others others,
        List<PolicyReadiness.Hour> trend,
        String recommendation,
        Optional<String> command) {

    /// @param user the subject that it proved or claims to be; absent where it does neither
    public record ClientView(
            String client,
            Optional<String> user,
            String address,
            String userAgent,
            long requests,
            long wouldRefuse,
            long refused,
            Instant firstSeen,
            Instant lastSeen,
            List<RouteView> routes) {
        public static ClientView of(ClientReadiness client) {
            return new ClientView(
                    client.client().label(),
                    user(client.client()),
                    client.address(),
                    client.userAgent(),
                    client.requests(),
                    client.wouldRefuse(),
                    client.refused(),
                    client.firstSeen(),
                    client.lastSeen(),
                    client.routes().stream().map(RouteView::of).toList());
        }

        private static Optional<String> user(Client client) {
            return switch (client) {
                case Client.Subject(String subject) -> Optional.of(subject);
                case Client.Claimed(String subject, String _) -> Optional.of(subject);
                case Client.Network _ -> Optional.empty();
            };
        }
    }

    public record RouteView(String route, long wouldRefuse, long refused, Instant firstSeen, Instant lastSeen) {
        static RouteView of(ClientReadiness.OnRoute on) {
            return new RouteView(on.route().text(), on.wouldRefuse(), on.refused(), on.firstSeen(), on.lastSeen());
        }
    }

    /// @param place what the readiness is about
    public static ReadinessView of(Place place, Stances stances, PolicyReadiness readiness) {
        StanceSetting setting = place.route()
                .map(route -> stances.stance(place.policy(), route))
                .orElseGet(() -> stances.set(place));
        Recommendation next = Recommendation.of(place.policy(), setting, readiness);
        return new ReadinessView(
                place.policy().text(),
                setting.stance().toString(),
                setting.enforceAt(),
                readiness.requests(),
                readiness.wouldRefuse(),
                readiness.refused(),
                Percent.share(readiness.wouldRefuse() + readiness.refused(), readiness.requests()),
                readiness.outlook().words(),
                readiness.bound(),
                readiness.since(),
                readiness.clients().stream().map(ClientView::of).toList(),
                readiness.others(),
                readiness.trend(),
                next.text(),
                next.command()
                        .map(command -> command
                                + place.route()
                                        .map(route -> " --route " + route)
                                        .orElse("")));
    }
}
