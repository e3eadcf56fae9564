package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every stance of the moment. A route's own stance goes before the policy's, and a critical route raises
/// whichever it is to enforce, unless it is off. Stances of policies and routes that are not configured any
/// more are kept and not shown: they count again when the policy or the route comes back.
public final class Stances implements StanceSource {
    private final Blueprint blueprint;
    private final Map<Place, StanceSetting> own;

    Stances(Blueprint blueprint, Map<Place, StanceSetting> own) {
        this.blueprint = blueprint;
        this.own = Map.copyOf(own);
    }

    /// What is stored, and what it lacks: a policy that only this node's configuration knows stands as that says.
    static Stances completed(Blueprint blueprint, Map<Place, StanceSetting> stored, Instant now) {
        Map<Place, StanceSetting> stances = new HashMap<>(stored);
        for (Blueprint.ConfiguredStance configured : blueprint.stances()) {
            if (configured.place().route().isEmpty()) {
                stances.computeIfAbsent(
                        configured.place(), _ -> StanceRequest.settled(configured.stance(), Optional.empty(), now));
            }
        }
        return new Stances(blueprint, stances);
    }

    /// The configuration that they belong to.
    public Blueprint blueprint() {
        return blueprint;
    }

    /// Everything that was set, for what is not configured any more too.
    Map<Place, StanceSetting> all() {
        return own;
    }

    /// What was set for just this place, whoever set it last.
    public Optional<StanceSetting> own(Place place) {
        return Optional.ofNullable(own.get(place));
    }

    /// What holds at a place, before critical routes raise it.
    ///
    /// @throws IllegalArgumentException for a policy that is not configured
    public StanceSetting set(Place place) {
        StanceSetting here = own.get(place);
        StanceSetting setting = here != null ? here : own.get(Place.everywhere(place.policy()));
        if (setting == null) {
            throw new IllegalArgumentException("there is no policy " + place.policy());
        }
        return setting;
    }

    @Override
    public StanceSetting stance(PolicyName policy, RouteName route) {
        StanceSetting setting = set(Place.on(policy, route));
        return blueprint.isCritical(route) && !KnownPolicies.isThreshold(policy)
                ? new StanceSetting(setting.stance().raisedTo(Mode.ENFORCE), setting.since(), setting.enforceAt())
                : setting;
    }

    /// The routes on which a policy does not stand as it does everywhere: they have a stance of their own or
    /// are critical.
    public List<RouteName> exceptions(PolicyName policy) {
        StanceSetting everywhere = set(Place.everywhere(policy));
        return blueprint.routes().stream()
                .map(Blueprint.RouteOutline::name)
                .filter(route -> own.containsKey(Place.on(policy, route))
                        || !stance(policy, route).equals(everywhere))
                .toList();
    }

    Stances with(Place place, Optional<StanceSetting> setting) {
        Map<Place, StanceSetting> changed = new HashMap<>(own);
        setting.ifPresentOrElse(value -> changed.put(place, value), () -> changed.remove(place));
        return new Stances(blueprint, changed);
    }

    Stances with(Blueprint other) {
        return new Stances(other, own);
    }
}
