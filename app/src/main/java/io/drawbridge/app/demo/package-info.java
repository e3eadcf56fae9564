/// `drawbridge demo`: a gateway before the work-order service on this machine, with users, modern clients that send
/// tokens and
/// legacy clients that send `user_id`. Everything is real: two programs, two databases, real requests.
/// [io.drawbridge.app.demo.DemoFolder] keeps what must be the same at the next start,
/// [io.drawbridge.app.demo.WorkorderProgram] runs the
/// service, [io.drawbridge.app.demo.DemoTraffic] is the clients.
@NullMarked
package io.drawbridge.app.demo;

import org.jspecify.annotations.NullMarked;
