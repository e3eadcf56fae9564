package io.drawbridge.controlplane.blocks;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a block is to hold.
///
/// @param duration absent for one that holds until it is lifted
public record BlockTime(Optional<Duration> duration) {
    private static final Duration LONGEST = Duration.ofDays(3660);
    private static final Pattern TEXT = Pattern.compile("(\\d{1,7})([smhd])");

    /// What a block gets of which nothing is said.
    public static final BlockTime USUAL = new BlockTime(Optional.of(Duration.ofHours(24)));

    public BlockTime {
        if (duration.isPresent()
                && (!duration.get().isPositive() || duration.get().compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException(
                    "a block lasts from 1s to " + LONGEST.toDays() + "d; a longer one is permanent");
        }
    }

    /// Reads `90s`, `30m`, `24h`, `7d` or `permanent`.
    ///
    /// @throws IllegalArgumentException with what is wrong, for people
    public static BlockTime parse(String text) {
        if (text.equals("permanent")) {
            return new BlockTime(Optional.empty());
        }
        Matcher match = TEXT.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("write a number and s, m, h or d, such as 24h, or permanent");
        }
        long number = Long.parseLong(match.group(1));
        return new BlockTime(Optional.of(
                switch (match.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                }));
    }
}
