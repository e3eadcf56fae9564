package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import java.util.Optional;

/// Where a stance holds: for a policy, everywhere or on one route.
///
/// @param route absent for every route that has no stance of its own
public record Place(PolicyName policy, Optional<RouteName> route) {
    public static Place everywhere(PolicyName policy) {
        return new Place(policy, Optional.empty());
    }

    public static Place on(PolicyName policy, RouteName route) {
        return new Place(policy, Optional.of(route));
    }

    static Place of(SnapshotEdit.SetStance edit) {
        return new Place(edit.policy(), edit.route());
    }

    /// As people read it: `ownership`, or `ownership on work-order`.
    @Override
    public String toString() {
        return route.map(name -> policy + " on " + name).orElse(policy.text());
    }
}
