package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.snapshot.Snapshot;

/// Makes a snapshot that runs out of one configuration and the stances of the moment.
@FunctionalInterface
public interface SnapshotCompiler {
    /// @param version the version that the snapshot must have
    /// @throws RuntimeException when it cannot be compiled; its message says why, for people
    Snapshot compile(long version, StanceSource stances, Buckets buckets);
}
