package io.drawbridge.domain.route;

import java.time.Duration;

/// How a target is asked whether it is well. An answer with a status from 200 to 399 is a yes.
///
/// @param path begins with a slash
/// @param interval between two questions, give or take a tenth
/// @param timeout for the whole answer's head
/// @param healthy so many good answers in a row bring an unhealthy target back
/// @param unhealthy so many bad ones in a row take a healthy target out
public record HealthCheck(String path, Duration interval, Duration timeout, int healthy, int unhealthy) {
    public HealthCheck {
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new IllegalArgumentException("a health check's path begins with / and has no spaces, unlike " + path);
        }
        if (!interval.isPositive() || !timeout.isPositive() || healthy < 1 || unhealthy < 1) {
            throw new IllegalArgumentException("a health check's times and counts are positive");
        }
    }
}
