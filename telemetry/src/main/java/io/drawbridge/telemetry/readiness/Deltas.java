package io.drawbridge.telemetry.readiness;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What a tally adds to each policy's counts, whoever the clients are.
///
/// A request counts for every policy that is bound on its route, also where an earlier policy refused it: a
/// policy that was not reached has denied nothing, and the report's shares are shares of all requests.
///
/// @param totals by policy and route
/// @param hours by policy, route and hour
record Deltas(Map<OnRoute, Total> totals, Map<InHour, Hour> hours) {
    record OnRoute(PolicyName policy, RouteName route) {}

    record InHour(PolicyName policy, RouteName route, long hour) {}

    /// What to add, and when the first of these requests was, in milliseconds since 1970.
    record Total(long requests, long wouldRefuse, long refused, long since) {
        Total plus(Total other) {
            return new Total(
                    requests + other.requests,
                    wouldRefuse + other.wouldRefuse,
                    refused + other.refused,
                    Math.min(since, other.since));
        }
    }

    record Hour(long requests, long denials) {
        Hour plus(Hour other) {
            return new Hour(requests + other.requests, denials + other.denials);
        }
    }

    /// @param bound which policies are bound on a route
    static Deltas of(Tally tally, Function<RouteName, Set<PolicyName>> bound) {
        Map<OnRoute, Total> totals = new HashMap<>();
        Map<InHour, Hour> hours = new HashMap<>();
        tally.cells().forEach((key, cell) -> {
            Map<PolicyName, Tally.Denials> denials = new HashMap<>();
            cell.denials.forEach(one -> denials.put(one.policy, one));
            // A policy that was taken off its route a moment ago has judged these requests all the same.
            Set<PolicyName> policies = new TreeSet<>(Comparator.naturalOrder());
            policies.addAll(bound.apply(key.route()));
            policies.addAll(denials.keySet());
            for (PolicyName policy : policies) {
                Tally.Denials denied = denials.get(policy);
                long wouldRefuse = denied == null ? 0 : denied.wouldRefuse;
                long refused = denied == null ? 0 : denied.refused;
                totals.merge(
                        new OnRoute(policy, key.route()),
                        new Total(cell.requests, wouldRefuse, refused, cell.first),
                        Total::plus);
                hours.merge(
                        new InHour(policy, key.route(), key.hour()),
                        new Hour(cell.requests, wouldRefuse + refused),
                        Hour::plus);
            }
        });
        return new Deltas(totals, hours);
    }
}
