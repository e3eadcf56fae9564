/// The data plane: it takes requests, has them judged, and passes them on. It imports no policy: bindings, endpoints
/// and the
/// snapshot of the moment are given to it, and what happened goes to an event sink.
/// [io.drawbridge.dataplane.Dataplane]
/// starts it;
/// the folders are the path of a request: `listener` (connection and turn), `codec` (heads and framing), `route`,
/// `chain` and
/// `upstream`. Only `listener` and `upstream` know Netty.
@NullMarked
package io.drawbridge.dataplane;

import org.jspecify.annotations.NullMarked;
