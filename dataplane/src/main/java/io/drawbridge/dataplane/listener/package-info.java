/// Client connections. A [io.drawbridge.dataplane.listener.FrontConnection] reads requests one after the other; each
/// becomes a
/// [io.drawbridge.dataplane.listener.Turn], which has it judged, sees it through to its one ending, and records it.
/// Data is streamed
/// both ways and read only as fast as the other side takes it. The gateway writes every head anew and answers every
/// error in one place, [io.drawbridge.dataplane.listener.Problem].
@NullMarked
package io.drawbridge.dataplane.listener;

import org.jspecify.annotations.NullMarked;
