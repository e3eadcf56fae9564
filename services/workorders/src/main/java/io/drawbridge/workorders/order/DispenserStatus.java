package io.drawbridge.workorders.order;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far the test of one dispenser is.
public enum DispenserStatus {
    PENDING,
    IN_PROGRESS,
    COMPLETED,
    FAILED;

    /// The name in JSON and in the database.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The status of that exact name.
    public static Optional<DispenserStatus> of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text().equals(text))
                .findFirst();
    }
}
