package io.drawbridge.domain.route;

import java.time.Duration;

/// When a target that fails requests gets none for a while. A failure is a connection that cannot be made or
/// breaks, an answer that cannot be read or does not come in time, or one of the statuses 502, 503 and 504.
///
/// @param failures so many in a row
/// @param time for the first time; twice that for the second in a row, and so on, ten times at the most
/// @param atMostPercent of an upstream's targets are out at once; from 0, which is never, to 100
public record Ejection(int failures, Duration time, int atMostPercent) {
    /// The longest ejection, in times of the first.
    public static final int MOST_TIMES = 10;

    public static final Ejection DEFAULT = new Ejection(5, Duration.ofSeconds(30), 50);

    public Ejection {
        if (failures < 1 || !time.isPositive() || atMostPercent < 0 || atMostPercent > 100) {
            throw new IllegalArgumentException(
                    "an ejection takes a failure at least, some time, and 0 to 100 per cent");
        }
    }
}
