/// The record of what happened. One exchange makes one [io.drawbridge.domain.event.Exchanged] with its
/// named [io.drawbridge.domain.event.Ending] and the judgements that matter; what happens beside an
/// exchange (a login, a changed configuration) is a [io.drawbridge.domain.event.Notice]. The data plane hands
/// them to an [io.drawbridge.domain.event.EventSink] and never learns what becomes of them.
@NullMarked
package io.drawbridge.domain.event;

import org.jspecify.annotations.NullMarked;
