/// The service as its clients see it. [io.drawbridge.workorders.http.WebListener] is the listener, on virtual
/// threads,
/// and
/// the one place that turns what goes wrong into an answer. [io.drawbridge.workorders.http.Endpoints] has a method an
/// endpoint; each asks who the caller is, whose orders are meant, and what the request says, in that order, and the
/// first
/// of the three that fails is the answer. Every error is a [io.drawbridge.workorders.http.Problem] (RFC 9457) with a
/// stable
/// code. Bodies are counted ([io.drawbridge.workorders.http.BodyMemory]) while they are in memory, so that
/// many large pages at once are answered with 503 and not with a program that has died.
@NullMarked
package io.drawbridge.workorders.http;

import org.jspecify.annotations.NullMarked;
