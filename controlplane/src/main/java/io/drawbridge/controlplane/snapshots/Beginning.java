package io.drawbridge.controlplane.snapshots;

import io.drawbridge.storage.Outage;
import io.drawbridge.storage.StorageException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;

/// Where steering begins: where the database says that it was, or, while that is away, where this node's disk does.
///
/// @param settled what this start changed in the database; absent where it was not reached
record Beginning(EditStore.Stored stored, Stances stances, Steering.Origin origin, Optional<Settling> settled) {
    private static final Logger LOG = System.getLogger(Steering.class.getName());

    /// @throws RuntimeException when the blueprint cannot be compiled, or neither the database nor the disk says
    ///     where to begin
    static Beginning of(EditStore store, Sharing sharing, Blueprint blueprint, Instant now) {
        try {
            Settling settled = Settling.settle(
                    store,
                    blueprint,
                    now,
                    trial -> new Compilation(trial.stored().bucketKey())
                            .of(trial.stored().version(), trial.changes().stances()));
            return new Beginning(
                    settled.stored(), settled.changes().stances(), Steering.Origin.DATABASE, Optional.of(settled));
        } catch (RuntimeException failure) {
            if (!Outage.isOutage(failure)) {
                throw failure;
            }
            EditStore.Stored kept = sharing.lastSnapshot()
                    .flatMap(LastSnapshot::read)
                    .orElseThrow(() -> new StorageException(
                            "the database is away, and this node has no snapshot of its own to begin with: "
                                    + failure.getMessage() + "; start again when the database is there",
                            failure));
            LOG.log(
                    Level.WARNING,
                    "the database is away: this node begins with the snapshot {0} from its disk, which may be older than"
                            + " that of the others; it goes on from the database when that is back",
                    Long.toString(kept.version()));
            return new Beginning(
                    kept, Stances.completed(blueprint, kept.stances(), now), Steering.Origin.DISK, Optional.empty());
        }
    }
}
