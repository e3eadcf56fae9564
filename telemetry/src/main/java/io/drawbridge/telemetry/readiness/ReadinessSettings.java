package io.drawbridge.telemetry.readiness;

import java.time.Duration;

/// What readiness tells apart and what it concludes.
///
/// @param clients how many clients are told apart, over all policies and routes
/// @param window how far back a denial speaks against enforcing
/// @param enough how many requests without a denial the window must have for `READY`
public record ReadinessSettings(int clients, Duration window, int enough) {
    public static final ReadinessSettings DEFAULT = new ReadinessSettings(50_000, Duration.ofDays(7), 300);

    /// How far the trend reaches back, and so the longest window.
    static final int TREND_HOURS = 168;

    public ReadinessSettings {
        if (clients < 4) {
            throw new IllegalArgumentException("at least 4 clients are told apart, not " + clients);
        }
        if (window.compareTo(Duration.ofHours(1)) < 0 || window.compareTo(Duration.ofHours(TREND_HOURS)) > 0) {
            throw new IllegalArgumentException("the window is from 1 hour to 7 days, not " + window);
        }
        if (enough < 1) {
            throw new IllegalArgumentException("a conclusion needs at least one request");
        }
    }
}
