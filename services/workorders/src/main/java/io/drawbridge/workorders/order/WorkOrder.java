package io.drawbridge.workorders.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One visit of a technician to one store.
///
/// @param userId the owner, as the gateway names the caller
/// @param created to the millisecond
/// @param updated to the millisecond; when the order, its status included, was last changed
/// @param dispensers in the order in which they were given; at most [#MOST_DISPENSERS]
public record WorkOrder(
        UUID id,
        String userId,
        WorkOrderDetails details,
        WorkOrderStatus status,
        Instant created,
        Instant updated,
        List<Dispenser> dispensers) {
    public static final int MOST_DISPENSERS = 24;

    public WorkOrder {
        dispensers = List.copyOf(dispensers);
        if (userId.isEmpty()) {
            throw new IllegalArgumentException("a work order needs an owner");
        }
        if (dispensers.size() > MOST_DISPENSERS) {
            throw new IllegalArgumentException("a work order has " + MOST_DISPENSERS + " dispensers at the most");
        }
    }
}
