package io.drawbridge.controlplane.affected;

import io.drawbridge.controlplane.readiness.Percent;
import io.drawbridge.controlplane.snapshots.Blueprint;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.controlplane.snapshots.Stances;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.ClientReadiness;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.snapshot.Snapshot;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /// @param snapshot the current one: it knows which policies judge before they know who is asking
    public static Affected by(
            Planning.Planned planned, Snapshot snapshot, ReadinessSource source, Buckets buckets, Instant now) {
        Place place = planned.place();
        Blueprint blueprint = planned.before().blueprint();
        PolicyReadiness readiness = source.readiness(place.policy(), place.route());
        Set<RouteName> routes = new HashSet<>();
        blueprint.routes().forEach(route -> routes.add(route.name()));
        Comparison comparison = new Comparison(
                place.policy(),
                planned.before(),
                planned.after(),
                routes,
                early(place.policy(), snapshot),
                buckets,
                now.minus(WINDOW));
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

    /// The routes on which a policy judges before anybody is asked who they are.
    private static Set<RouteName> early(PolicyName policy, Snapshot snapshot) {
        return snapshot.routes().stream()
                .filter(route -> route.onArrival().stream()
                        .anyMatch(binding -> binding.name().equals(policy)))
                .map(Route::name)
                .collect(Collectors.toSet());
    }

    /// Whom a policy that judges early takes a client for: its network, as far as it is known.
    private static Client network(ClientReadiness client) {
        return switch (client.client()) {
            case Client.Network network -> network;
            case Client.Claimed(String _, String network) -> new Client.Network(network);
            case Client.Subject subject -> {
                try {
                    yield new Client.Network(ClientAddress.of(InetAddress.ofLiteral(client.address()))
                            .network());
                } catch (IllegalArgumentException notAnAddress) {
                    yield subject;
                }
            }
        };
    }

    /// What one client gets before and after.
    ///
    /// @param early the routes where the policy deals clients into shares by their network
    private record Comparison(
            PolicyName policy,
            Stances before,
            Stances after,
            Set<RouteName> routes,
            Set<RouteName> early,
            Buckets buckets,
            Instant from) {
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
                Client dealt = early.contains(on.route()) ? network(client) : client.client();
                Mode was = before.stance(policy, on.route()).stance().modeFor(policy, dealt, buckets);
                Mode is = after.stance(policy, on.route()).stance().modeFor(policy, dealt, buckets);
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
