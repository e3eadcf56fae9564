package io.drawbridge.controlplane.configuration;

import java.time.Duration;

/// From where on a policy blocks an address.
///
/// @param limit what is still accepted
/// @param within in which span of time
/// @param block how long the first block lasts
/// @param longest how long a repeated one can become
public record ThresholdSpec(int limit, Duration within, Duration block, Duration longest) {
    public static final ThresholdSpec BRUTE_FORCE =
            new ThresholdSpec(5, Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(24));
    public static final ThresholdSpec REQUEST_FLOOD =
            new ThresholdSpec(100, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(24));
}
