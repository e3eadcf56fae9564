package io.drawbridge.workorders.order;

import java.util.UUID;

/// A fuel dispenser that a work order is about, and how far its test is.
///
/// @param progress in percent, 0 to 100
public record Dispenser(UUID id, DispenserDetails details, DispenserStatus status, int progress) {
    public Dispenser {
        if (progress < 0 || progress > 100) {
            throw new IllegalArgumentException("progress_percentage is from 0 to 100, not " + progress);
        }
    }

    /// A dispenser whose test has not begun.
    public static Dispenser untested(UUID id, DispenserDetails details) {
        return new Dispenser(id, details, DispenserStatus.PENDING, 0);
    }
}
