/// What becomes of events. [io.drawbridge.telemetry.Telemetry] is the gateway's event sink: it hands every
/// event to the logs (for `grep`), to the store (for `drawbridge explain`) and to readiness (for `drawbridge
/// report migration`), each of which takes it without waiting and brings it to disk within half a second.
/// Nothing here can slow an event loop down or stop it, everything is bounded, and what is lost over a bound is
/// counted.
@NullMarked
package io.drawbridge.telemetry;

import org.jspecify.annotations.NullMarked;
