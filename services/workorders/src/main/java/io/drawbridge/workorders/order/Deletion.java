package io.drawbridge.workorders.order;

/// What came of a deletion.
public sealed interface Deletion {
    /// The order is gone, and so many dispensers with it.
    record Deleted(int dispensers) implements Deletion {}

    /// The user has no such order.
    record NoSuchOrder() implements Deletion {}
}
