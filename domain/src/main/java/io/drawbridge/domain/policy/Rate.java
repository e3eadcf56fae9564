package io.drawbridge.domain.policy;

import java.time.Duration;
import java.util.regex.Pattern;

/// So many in so long: `5/minute` admits five in any span of a minute.
///
/// @param limit from 1 to 1,000,000,000
/// @param period more than nothing; as people write it, a second, minute, hour or day
public record Rate(int limit, Duration period) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,10}) ?/ ?(second|minute|hour|day)s?");

    public Rate {
        checkLimit(limit);
        if (!period.isPositive()) {
            throw new IllegalArgumentException("a rate counts in a span of time, not in " + period);
        }
    }

    /// @throws IllegalArgumentException with what is wrong, for people
    public static Rate parse(String text) {
        var match = TEXT.matcher(text.trim());
        if (!match.matches()) {
            throw new IllegalArgumentException(
                    "a rate is written as a number, a slash and second, minute, hour or day, such as 5/minute, not '"
                            + text + "'");
        }
        Duration period = switch (match.group(2)) {
            case "second" -> Duration.ofSeconds(1);
            case "minute" -> Duration.ofMinutes(1);
            case "hour" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        long limit = Long.parseLong(match.group(1));
        checkLimit(limit);
        return new Rate((int) limit, period);
    }

    private static void checkLimit(long limit) {
        if (limit < 1 || limit > 1_000_000_000) {
            throw new IllegalArgumentException("a rate's limit is from 1 to 1000000000, not " + limit);
        }
    }

    @Override
    public String toString() {
        String unit = switch ((int) period.toSeconds()) {
            case 1 -> "second";
            case 60 -> "minute";
            case 3600 -> "hour";
            case 86_400 -> "day";
            default -> period.toString();
        };
        return limit + "/" + unit;
    }
}
