package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.util.Optional;

/// Says in words what an edit changes.
final class Words {
    private Words() {}

    /// For example `legacy-auth: monitor → warn (announced for 2026-03-01T00:00:00Z)`.
    static String change(Place place, Optional<StanceSetting> before, Optional<StanceSetting> after) {
        return place + ": " + of(before) + " → " + of(after);
    }

    private static String of(Optional<StanceSetting> setting) {
        return setting.map(Words::of).orElse("as everywhere");
    }

    private static String of(StanceSetting setting) {
        Stance stance = setting.stance();
        boolean somebodyWarned = stance.ceiling() == Mode.WARN
                || (stance.floor() == Mode.WARN && !stance.share().isAll());
        return stance
                + (somebodyWarned
                        ? setting.enforceAt()
                                .map(date -> " (announced for " + date + ")")
                                .orElse("")
                        : "");
    }
}
