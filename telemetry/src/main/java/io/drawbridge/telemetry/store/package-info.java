/// Security events and decisions in the database. [io.drawbridge.telemetry.store.EventStore] takes events from
/// any thread without waiting, and one thread writes them in batches four times a second; what does not fit
/// into its queue is counted. Every exchange that a policy refused, or would have refused, is kept as a
/// [io.drawbridge.domain.event.Decision] that can be found from the moment on that it was recorded. The number
/// of rows is bounded: the oldest make room, and a decision goes when its events have gone. Secrets in queries
/// are masked before they are stored, and every text has a largest length.
@NullMarked
package io.drawbridge.telemetry.store;

import org.jspecify.annotations.NullMarked;
