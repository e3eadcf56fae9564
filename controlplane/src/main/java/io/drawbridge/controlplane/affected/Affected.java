package io.drawbridge.controlplane.affected;

import io.drawbridge.controlplane.readiness.Percent;
import io.drawbridge.controlplane.snapshots.Blueprint;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.controlplane.snapshots.Stances;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.ClientReadiness;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.readiness.ReadinessSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whom a planned step affects.
///
/// @param clients every client for whom something changes, most denials first
/// @param deniedClients how many clients the policy denied within the window at all, those that are told apart
/// @param requests everything that the policy judged since it began to count
/// @param denials the denials of these clients in that time
/// @param othersDenials denials of clients that are not told apart any more: some of them may be affected too
public record Affected(
        List<AffectedClient> clients,
        int deniedClients,
        long requests,
        long denials,
        long othersDenials,
        List<String> warnings) {
    /// Clients whose last denial is longer ago are taken for mended, or gone.
    static final Duration WINDOW = Duration.ofDays(7);

    public Affected {
        clients = List.copyOf(clients);
        warnings = List.copyOf(warnings);
    }

    /// The share of all judged requests that these clients' denials are, from 0 to 1.
    public double shareOfRequests() {
        return Percent.share(denials, requests);
    }

    public static Affected by(Planning.Planned planned, ReadinessSource source, Buckets buckets, Instant now) {
        Place place = planned.place();
        Blueprint blueprint = planned.before().blueprint();
        PolicyReadiness readiness = source.readiness(place.policy(), place.route());
        Set<RouteName> routes = new HashSet<>();
        blueprint.routes().forEach(route -> routes.add(route.name()));
        Comparison comparison =
                new Comparison(place.policy(), planned.before(), planned.after(), routes, buckets, now.minus(WINDOW));
        List<AffectedClient> clients = readiness.clients().stream()
                .flatMap(client -> comparison.of(client).stream())
                .sorted(Comparator.comparingLong(AffectedClient::denials)
                        .reversed()
                        .thenComparing(AffectedClient::client))
                .toList();
        int denied = (int) readiness.clients().stream()
                .filter(client -> !client.lastSeen().isBefore(now.minus(WINDOW)))
                .count();
        Affected known = new Affected(
                clients,
                denied,
                readiness.requests(),
                clients.stream().mapToLong(AffectedClient::denials).sum(),
                readiness.others().wouldRefuse() + readiness.others().refused(),
                List.of());
        return new Affected(
                known.clients,
                known.deniedClients,
                known.requests,
                known.denials,
                known.othersDenials,
                Warnings.of(known, planned, blueprint, readiness));
    }

    /// What one client gets before and after.
    private record Comparison(
            PolicyName policy, Stances before, Stances after, Set<RouteName> routes, Buckets buckets, Instant from) {
        Optional<AffectedClient> of(ClientReadiness client) {
            List<RouteName> changed = new ArrayList<>();
            Mode strictestBefore = Mode.OFF;
            Mode strictestAfter = Mode.OFF;
            long denials = 0;
            Instant lastSeen = Instant.MIN;
            for (ClientReadiness.OnRoute on : client.routes()) {
                if (!routes.contains(on.route()) || on.lastSeen().isBefore(from)) {
                    continue;
                }
                Mode was = before.stance(policy, on.route()).stance().modeFor(policy, client.client(), buckets);
                Mode is = after.stance(policy, on.route()).stance().modeFor(policy, client.client(), buckets);
                if (was == is) {
                    continue;
                }
                changed.add(on.route());
                strictestBefore = strictestBefore.atLeast(was);
                strictestAfter = strictestAfter.atLeast(is);
                denials += on.wouldRefuse() + on.refused();
                lastSeen = on.lastSeen().isAfter(lastSeen) ? on.lastSeen() : lastSeen;
            }
            return changed.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AffectedClient(
                            client.client().label(),
                            client.address(),
                            client.userAgent(),
                            denials,
                            lastSeen,
                            changed,
                            strictestBefore,
                            strictestAfter));
        }
    }
}
