/// Client connections and what becomes of their requests. Each request is a
/// [io.drawbridge.dataplane.listener.Turn], which has it judged, sees it through to its one ending, and records
/// it. A turn speaks to its client through a [io.drawbridge.dataplane.listener.ClientStream] and does not know
/// the protocol: `http1` and `http2` do, and `entry` finds out which one it is. Data is streamed both ways and
/// read only as fast as the other side takes it. The gateway writes every head anew and answers every error in
/// one place, [io.drawbridge.dataplane.listener.Problem].
@NullMarked
package io.drawbridge.dataplane.listener;

import org.jspecify.annotations.NullMarked;
