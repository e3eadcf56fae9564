package io.drawbridge.workorders.order;

/// What came of keeping a new order.
public sealed interface Creation {
    /// It is kept.
    record Created(WorkOrder order) implements Creation {}

    /// The owner has an order of this external id already; nothing was changed.
    record Duplicate(String externalId) implements Creation {}
}
