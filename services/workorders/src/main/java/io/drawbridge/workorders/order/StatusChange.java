package io.drawbridge.workorders.order;

import java.time.Instant;

/// What came of a change of status.
public sealed interface StatusChange {
    /// The order has the new status.
    record Changed(WorkOrderStatus status, Instant updated) implements StatusChange {}

    /// The order has a status that the wanted one cannot follow; nothing was changed.
    record NotAllowed(WorkOrderStatus current) implements StatusChange {}

    /// The user has no such order.
    record NoSuchOrder() implements StatusChange {}
}
