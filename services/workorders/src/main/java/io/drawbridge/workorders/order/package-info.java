/// What a technician works on. A [io.drawbridge.workorders.order.WorkOrder] is one visit to one store; its
/// [io.drawbridge.workorders.order.Dispenser]s are the fuel dispensers to be tested there. What people write about an
/// order and what the service keeps by itself (identity, status, times) are two records, so that no caller can write
/// the
/// second. [io.drawbridge.workorders.order.WorkOrderStatus] knows which steps are allowed.
/// [io.drawbridge.workorders.order.WorkOrders] keeps them in the database: every statement names the owner, so that
/// somebody else's order is never read and then hidden, but never found at all.
@NullMarked
package io.drawbridge.workorders.order;

import org.jspecify.annotations.NullMarked;
