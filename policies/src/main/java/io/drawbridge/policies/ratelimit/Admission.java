package io.drawbridge.policies.ratelimit;

/// What the limiter says to one request.
sealed interface Admission {
    /// It was admitted, and counted.
    ///
    /// @param remaining how many more would be admitted now
    /// @param nanosToReset until the oldest admission leaves the window, and one more would be admitted
    record Admitted(int remaining, long nanosToReset) implements Admission {}

    /// It was not, and nothing was counted.
    ///
    /// @param nanosToWait until one would be admitted
    record Exhausted(long nanosToWait) implements Admission {}
}
