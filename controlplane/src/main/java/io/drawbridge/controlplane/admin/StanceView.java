package io.drawbridge.controlplane.admin;

import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Stances;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Stances as the admin API writes them.
///
/// @param mode the mode of the share, or of everybody
/// @param text for people, for example `enforce for 25%, warn for the rest`
record StanceView(
        String mode,
        String floor,
        String ceiling,
        String share,
        String text,
        Instant since,
        Optional<Instant> enforceAt) {

    /// A policy with the routes on which it stands otherwise.
    record OfPolicy(
            String policy,
            String mode,
            String floor,
            String ceiling,
            String share,
            String text,
            Instant since,
            Optional<Instant> enforceAt,
            List<OfRoute> routes) {}

    record OfRoute(
            String route,
            String mode,
            String floor,
            String ceiling,
            String share,
            String text,
            Instant since,
            Optional<Instant> enforceAt) {}

    static StanceView of(StanceSetting setting) {
        Stance stance = setting.stance();
        return new StanceView(
                stance.ceiling().word(),
                stance.floor().word(),
                stance.ceiling().word(),
                stance.share().toString(),
                stance.toString(),
                setting.since(),
                setting.enforceAt());
    }

    static OfPolicy of(PolicyName policy, Stances stances) {
        StanceView view = of(stances.set(Place.everywhere(policy)));
        return new OfPolicy(
                policy.text(),
                view.mode,
                view.floor,
                view.ceiling,
                view.share,
                view.text,
                view.since,
                view.enforceAt,
                stances.exceptions(policy).stream()
                        .map(route -> of(route, stances.stance(policy, route)))
                        .toList());
    }

    private static OfRoute of(RouteName route, StanceSetting setting) {
        StanceView view = of(setting);
        return new OfRoute(
                route.text(), view.mode, view.floor, view.ceiling, view.share, view.text, view.since, view.enforceAt);
    }
}
