package io.drawbridge.policies.threshold;

import java.time.Duration;

/// How much is too much, and what follows.
///
/// @param limit what is still accepted, from 1 to 1,000,000; one more is too much
/// @param within in which span of time, from a second to a day
/// @param block how long the first block lasts
/// @param longest how long a repeated one can become; as long after the end of one, the next counts as repeated
public record Threshold(int limit, Duration within, Duration block, Duration longest) {
    private static final Duration DAY = Duration.ofDays(1);

    public Threshold {
        if (limit < 1 || limit > 1_000_000) {
            throw new IllegalArgumentException("a threshold's limit is from 1 to 1000000, not " + limit);
        }
        if (within.compareTo(Duration.ofSeconds(1)) < 0 || within.compareTo(DAY) > 0) {
            throw new IllegalArgumentException("a threshold counts within a second to a day, not within " + within);
        }
        if (!block.isPositive() || longest.compareTo(block) < 0) {
            throw new IllegalArgumentException(
                    "a block lasts longer than nothing, and a repeated one as long at least, not " + block + " and "
                            + longest);
        }
    }

    /// How long the block for an offence lasts: each twice as long as the one before.
    ///
    /// @param offence 1 for the first
    Duration blockFor(int offence) {
        Duration lasts = block;
        for (int i = 1; i < offence && lasts.compareTo(longest) < 0; i++) {
            lasts = lasts.multipliedBy(2);
        }
        return lasts.compareTo(longest) < 0 ? lasts : longest;
    }
}
