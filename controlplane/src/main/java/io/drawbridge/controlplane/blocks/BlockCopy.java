package io.drawbridge.controlplane.blocks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;

/// Keeps the copy on this node's disk current, and rests the longer the longer that takes.
final class BlockCopy {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final LastBlocks copy;
    private final BlockRows rows;
    private final InstantSource clock;
    private OptionalLong copied = OptionalLong.empty();
    private Instant notBefore = Instant.MIN;

    BlockCopy(LastBlocks copy, BlockRows rows, InstantSource clock) {
        this.copy = copy;
        this.rows = rows;
        this.clock = clock;
    }

    /// @param newest up to which change the database was read; empty before it was read at all
    void keep(OptionalLong newest) {
        Instant begun = clock.instant();
        if (newest.isEmpty() || newest.equals(copied) || begun.isBefore(notBefore)) {
            return;
        }
        copy.keep(taker -> rows.forEach(begun, taker));
        copied = newest;
        notBefore =
                begun.plus(EVERY).plus(Duration.between(begun, clock.instant()).multipliedBy(20));
    }
}
