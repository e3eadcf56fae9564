package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.snapshot.Snapshot;
import java.util.HexFormat;
import java.util.Objects;

/// Makes positions whose shares divide clients in the same way.
record Compilation(Buckets buckets) {
    /// @param bucketKey hexadecimal, as it is stored
    Compilation(String bucketKey) {
        this(new Buckets(HexFormat.of().parseHex(bucketKey)));
    }

    /// @throws RuntimeException when the blueprint cannot be compiled
    Position of(long version, Stances stances) {
        Blueprint blueprint = stances.blueprint();
        Snapshot snapshot = blueprint.compiler().compile(version, stances, buckets);
        if (snapshot.version() != version) {
            throw new IllegalStateException(
                    "the snapshot for version " + version + " was compiled as " + snapshot.version());
        }
        return new Position(version, blueprint, stances, snapshot);
    }

    /// What could not be compiled, where that is an answer and no fault.
    static final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Impossible(RuntimeException failure) {
            super(Objects.requireNonNullElse(failure.getMessage(), failure.toString()), failure);
        }
    }

    /// @throws Impossible when the blueprint cannot be compiled
    Position tried(long version, Stances stances) {
        try {
            return of(version, stances);
        } catch (RuntimeException failure) {
            throw new Impossible(failure);
        }
    }
}
