package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one valid configuration says, as far as steering must know it, and how it is compiled.
///
/// @param source whose word it is, such as `file:drawbridge.yaml`; the actor of the edits that come of it
/// @param text the file as it was read; kept with the edits
/// @param policies the policies that can be steered, in the order in which they are shown; at least one
/// @param routes every route, the gateway's own ones too, in the order in which they are shown
/// @param stances the configured stances: one everywhere for each policy, and those of single routes
/// @param settings everything else that is configured, by a name that people know (`upstream workorders: url`),
///     environment included and secrets masked; two of these are compared to tell people what a reload changed
/// @param meaning equal for two configurations that say the same, in what is masked too; never shown
public record Blueprint(
        String source,
        String text,
        List<PolicyName> policies,
        List<RouteOutline> routes,
        List<ConfiguredStance> stances,
        SortedMap<String, String> settings,
        Object meaning,
        SnapshotCompiler compiler) {

    /// What steering must know of a route.
    ///
    /// @param path its path template
    /// @param critical whether every policy that is not off is enforced here at once
    public record RouteOutline(RouteName name, String path, boolean critical) {}

    /// A stance that the configuration asks for.
    ///
    /// @param origin whose word it is: `file:drawbridge.yaml`, `environment`; absent for a default, which
    ///     nobody asked for and which never overrides what somebody set
    public record ConfiguredStance(Place place, Stance stance, Optional<String> origin) {}

    public Blueprint {
        policies = List.copyOf(policies);
        routes = List.copyOf(routes);
        stances = List.copyOf(stances);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        Set<RouteName> names = new HashSet<>();
        for (RouteOutline route : routes) {
            if (!names.add(route.name())) {
                throw new IllegalArgumentException("two routes have the name " + route.name());
            }
        }
        Set<Place> places = new HashSet<>();
        for (ConfiguredStance configured : stances) {
            Place place = configured.place();
            if (!places.add(place)) {
                throw new IllegalArgumentException("two stances are configured for " + place);
            }
            if (!policies.contains(place.policy())
                    || place.route().filter(route -> !names.contains(route)).isPresent()) {
                throw new IllegalArgumentException("a stance is configured for " + place + ", which there is not");
            }
        }
        for (PolicyName policy : policies) {
            if (!places.contains(Place.everywhere(policy))) {
                throw new IllegalArgumentException("no stance is configured for " + policy);
            }
        }
    }

    public boolean isCritical(RouteName route) {
        return outline(route).filter(RouteOutline::critical).isPresent();
    }

    public Optional<RouteOutline> outline(RouteName route) {
        return routes.stream().filter(outline -> outline.name().equals(route)).findFirst();
    }
}
