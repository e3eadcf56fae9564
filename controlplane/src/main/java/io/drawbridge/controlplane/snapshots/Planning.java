package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.snapshot.SnapshotEdit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What would come of a wish to change something, before anything is changed.
public sealed interface Planning {
    /// It can be done.
    ///
    /// @param edit to be given to [Steering#apply]
    /// @param undoes the number of the edit that it takes back
    /// @param before every stance as it is
    /// @param after every stance as it would be
    record Planned(SnapshotEdit.SetStance edit, OptionalLong undoes, Stances before, Stances after)
            implements Planning {
        public Place place() {
            return Place.of(edit);
        }
    }

    /// It is so already.
    record Nothing(Place place, Position position) implements Planning {}

    /// It makes no sense.
    ///
    /// @param why one sentence
    /// @param remediation one sentence
    record Invalid(String why, String remediation) implements Planning {}

    /// It made sense once, and does not as things are now.
    ///
    /// @param why one sentence
    /// @param remediation one sentence
    record Overtaken(String why, String remediation) implements Planning {}

    /// There is no such policy, route or edit.
    ///
    /// @param kind `policy`, `route` or `edit`
    /// @param suggestion what may have been meant
    /// @param known all that there are; empty for edits
    record Unknown(String kind, String name, Optional<String> suggestion, List<String> known) implements Planning {
        public Unknown {
            known = List.copyOf(known);
        }

        public static Unknown of(String kind, String name, List<String> known) {
            return new Unknown(kind, name, Nearest.to(name, known), known);
        }
    }
}
