package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.snapshot.StanceSetting;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Brings a configuration and the database together: what the database does not have yet is written, and what
/// changed beside the configuration that was applied last becomes edits. Another node may do the same at the
/// same time; then the later one finds what the earlier one wrote.
///
/// @param stored what the database holds now
/// @param made the edits that it took
record Settling(EditStore.Stored stored, Reconciliation changes, List<Edit> made) {
    private static final int BUCKET_KEY_BYTES = 32;
    /// How often another node may be quicker.
    private static final int ATTEMPTS = 10;

    /// @param trial throws what is wrong with the outcome, before it is written
    static Settling settle(EditStore store, Blueprint blueprint, Instant now, Consumer<Settling> trial) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<EditStore.Stored> present = store.load();
            EditStore.Stored stored = present.isPresent() ? present.get() : store.begin(first(blueprint, now));
            Reconciliation changes = Reconciliation.of(
                    stored.version(),
                    blueprint,
                    new Stances(blueprint, stored.stances()),
                    stored.configuration(),
                    blueprint.source(),
                    now);
            EditStore.Stored after = new EditStore.Stored(
                    stored.version() + changes.drafts().size(),
                    stored.bucketKey(),
                    changes.stances().all(),
                    changes.applied());
            trial.accept(new Settling(after, changes, List.of()));
            switch (store.write(stored.version(), changes.drafts(), Optional.of(changes.applied()))) {
                case EditStore.Writing.Written(List<Edit> made) -> {
                    return new Settling(after, changes, made);
                }
                case EditStore.Writing.Stale _ -> {
                    // Another node was quicker: what it wrote counts, and is looked at.
                }
            }
        }
        throw new IllegalStateException("other nodes change the database without pause; start this one again");
    }

    private static EditStore.Stored first(Blueprint blueprint, Instant now) {
        byte[] key = new byte[BUCKET_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Map<Place, StanceSetting> stances = new HashMap<>();
        for (Blueprint.ConfiguredStance configured : blueprint.stances()) {
            stances.put(configured.place(), StanceRequest.settled(configured.stance(), Optional.empty(), now));
        }
        return new EditStore.Stored(1, HexFormat.of().formatHex(key), stances, Reconciliation.first(blueprint));
    }
}
