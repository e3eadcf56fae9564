package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Works out what wishes come to. It reads the history and changes nothing.
final class Plans {
    private final EditStore store;

    Plans(EditStore store) {
        this.store = store;
    }

    Planning plan(Position now, String policy, Optional<String> route, StanceRequest request, Instant at) {
        List<PolicyName> policies = now.blueprint().policies();
        Optional<PolicyName> knownPolicy =
                policies.stream().filter(name -> name.text().equals(policy)).findFirst();
        if (knownPolicy.isEmpty()) {
            return Planning.Unknown.of(
                    "policy", policy, policies.stream().map(PolicyName::text).toList());
        }
        Optional<RouteName> knownRoute = Optional.empty();
        if (route.isPresent()) {
            List<RouteName> routes = now.blueprint().routes().stream()
                    .map(Blueprint.RouteOutline::name)
                    .toList();
            knownRoute = routes.stream()
                    .filter(name -> name.text().equals(route.get()))
                    .findFirst();
            if (knownRoute.isEmpty()) {
                return Planning.Unknown.of(
                        "route",
                        route.get(),
                        routes.stream().map(RouteName::text).toList());
            }
        }
        Place place = new Place(knownPolicy.get(), knownRoute);
        Optional<StanceSetting> before = now.stances().own(place);
        return switch (request.from(now.stances().set(place), at)) {
            case StanceRequest.Setting.Invalid(String why, String remediation) ->
                new Planning.Invalid(why, remediation);
            case StanceRequest.Setting.Valid(StanceSetting setting) ->
                planned(now, place, before, Optional.of(setting), OptionalLong.empty());
        };
    }

    Planning planUndo(Position now, long number) {
        Optional<Edit> found = store.find(number);
        if (found.isEmpty()) {
            return Planning.Unknown.of("edit", Long.toString(number), List.of());
        }
        Edit edit = found.get();
        if (edit.undoneBy().isPresent()) {
            return overtaken(
                    "The edit " + number + " was taken back already, by the edit "
                            + edit.undoneBy().getAsLong() + ".",
                    "To make it again, undo the edit " + edit.undoneBy().getAsLong() + ".");
        }
        return switch (edit.change()) {
            case SnapshotEdit.Reconfigure _ ->
                overtaken(
                        "The edit " + number + " came with the configuration, which would bring it back.",
                        "Change the configuration back, then run drawbridge reload.");
            case SnapshotEdit.SetStance set -> planUndo(now, edit, set);
        };
    }

    private Planning planUndo(Position now, Edit edit, SnapshotEdit.SetStance set) {
        Place place = Place.of(set);
        Blueprint blueprint = now.blueprint();
        if (!blueprint.policies().contains(place.policy())
                || place.route()
                        .filter(route -> blueprint.outline(route).isEmpty())
                        .isPresent()) {
            return overtaken(
                    "The edit " + edit.number() + " is about " + place + ", which is not configured any more.",
                    "There is nothing to undo until it is configured again.");
        }
        if (!now.stances().own(place).equals(set.after())) {
            String by = store.newestAt(place)
                    .map(newer -> " by the edit " + newer.number() + " (" + newer.summary() + ")")
                    .orElse("");
            return overtaken(
                    "What the edit " + edit.number() + " set has been changed since" + by + ".",
                    "Undo the later edit first, or set the mode that you want.");
        }
        if (set.before().isEmpty() && place.route().isEmpty()) {
            return overtaken(
                    "Before the edit " + edit.number() + " the policy " + place + " had no stance at all.",
                    "Set the mode that you want.");
        }
        return planned(now, place, set.after(), set.before(), OptionalLong.of(edit.number()));
    }

    private static Planning planned(
            Position now,
            Place place,
            Optional<StanceSetting> before,
            Optional<StanceSetting> after,
            OptionalLong undoes) {
        if (before.equals(after)) {
            return new Planning.Nothing(place, now);
        }
        return new Planning.Planned(
                new SnapshotEdit.SetStance(now.version(), place.policy(), place.route(), before, after),
                undoes,
                now.stances(),
                now.stances().with(place, after));
    }

    private static Planning overtaken(String why, String remediation) {
        return new Planning.Overtaken(why, remediation);
    }
}
