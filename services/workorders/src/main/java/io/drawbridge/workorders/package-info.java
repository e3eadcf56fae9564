/// The work-order service: a program of its own that keeps the work orders of fuel-dispenser technicians, and the
/// first
/// API that Drawbridge protects. [io.drawbridge.workorders.Main] reads the command line;
/// [io.drawbridge.workorders.WorkOrderService] wires the parts together. The service believes nobody but the gateway:
/// who
/// a caller is comes from a signed token (`caller`), and whose rows a statement may touch is part of the statement
/// (`order`). It depends on no other module of Drawbridge, as any API behind the gateway would not.
@NullMarked
package io.drawbridge.workorders;

import org.jspecify.annotations.NullMarked;
