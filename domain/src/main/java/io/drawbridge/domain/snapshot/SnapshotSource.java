package io.drawbridge.domain.snapshot;

/// Where the data plane finds the snapshot of the moment. Reading it is cheap enough to do for every request.
@FunctionalInterface
public interface SnapshotSource {
    Snapshot current();
}
