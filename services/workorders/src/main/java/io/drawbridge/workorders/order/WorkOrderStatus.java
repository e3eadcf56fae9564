package io.drawbridge.workorders.order;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How far a work order is. Completed and cancelled are final; a failed visit can be planned or started again.
public enum WorkOrderStatus {
    PENDING,
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    CANCELLED;

    /// The statuses that may follow this one. None follows itself: a change that changes nothing is a mistake of the
    /// caller, who has an older picture of the order.
    public Set<WorkOrderStatus> next() {
        return switch (this) {
            case PENDING -> EnumSet.of(IN_PROGRESS, CANCELLED);
            case IN_PROGRESS -> EnumSet.of(PENDING, COMPLETED, FAILED, CANCELLED);
            case FAILED -> EnumSet.of(PENDING, IN_PROGRESS, CANCELLED);
            case COMPLETED, CANCELLED -> EnumSet.noneOf(WorkOrderStatus.class);
        };
    }

    /// The statuses from which this one may be reached.
    public Set<WorkOrderStatus> previous() {
        return Arrays.stream(values())
                .filter(status -> status.next().contains(this))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(WorkOrderStatus.class)));
    }

    /// The name in JSON, in queries and in the database, for example `in_progress`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The status of that exact name.
    public static Optional<WorkOrderStatus> of(String text) {
        return Arrays.stream(values())
                .filter(status -> status.text().equals(text))
                .findFirst();
    }

    /// All names, for messages: `pending, in_progress, …`.
    public static String names() {
        return Arrays.stream(values()).map(WorkOrderStatus::text).collect(Collectors.joining(", "));
    }
}
