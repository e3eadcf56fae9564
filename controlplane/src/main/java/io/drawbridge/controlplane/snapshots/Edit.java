package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.snapshot.SnapshotEdit;
import java.time.Instant;
import java.util.OptionalLong;

/// An edit that was made, as the history keeps it.
///
/// @param number from 1, without gaps
/// @param at when it was made
/// @param actor who made it
/// @param summary what it changed, in words
/// @param undoes the number of the edit that it took back
/// @param undoneBy the number of the edit that took it back
public record Edit(
        long number,
        Instant at,
        String actor,
        SnapshotEdit change,
        String summary,
        OptionalLong undoes,
        OptionalLong undoneBy) {

    /// The version that it led to.
    public long version() {
        return change.expectedVersion() + 1;
    }

    /// What was changed: `stance` or `configuration`.
    public String kind() {
        return switch (change) {
            case SnapshotEdit.SetStance _ -> "stance";
            case SnapshotEdit.Reconfigure _ -> "configuration";
        };
    }
}
