package io.drawbridge.controlplane.snapshots;

/// What came of an edit.
public sealed interface Applying {
    /// It is written and in effect.
    record Applied(Edit edit, Position position) implements Applying {}

    /// Somebody else changed something since it was planned; nothing was changed.
    record Stale(long expected, long present) implements Applying {}

    /// The configuration cannot be compiled with it; nothing was changed.
    record Uncompilable(String why) implements Applying {}
}
