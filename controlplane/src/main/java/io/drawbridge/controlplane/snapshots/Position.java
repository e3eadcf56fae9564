package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.snapshot.Snapshot;

/// Where steering stands at one moment: everything here belongs to the same version.
public record Position(long version, Blueprint blueprint, Stances stances, Snapshot snapshot) {}
