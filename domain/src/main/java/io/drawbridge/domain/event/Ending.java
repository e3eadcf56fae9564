package io.drawbridge.domain.event;

import java.util.Locale;

/// How an exchange ended. Every exchange has one ending, and every ending one name.
public enum Ending {
    /// The upstream's answer was passed on whole.
    FORWARDED,
    /// A WebSocket connection was opened, carried what it carried, and ended; the cause says by whom.
    WEBSOCKET,
    /// The gateway answered by itself: an endpoint of its own, or a preflight.
    ANSWERED,
    /// A policy refused it.
    REFUSED,
    /// Its head or its framing can be read in two ways, or in none.
    MALFORMED_REQUEST,
    /// Its head is larger than the limit, or has too many fields.
    REQUEST_TOO_LARGE,
    /// It expects something that the gateway does not know (RFC 9110, section 10.1.1).
    EXPECTATION_FAILED,
    /// No route has its path.
    NO_ROUTE,
    /// A route has its path and not its method.
    METHOD_NOT_ALLOWED,
    /// The client took too long to send it.
    REQUEST_TIMEOUT,
    /// The client went away before the answer was complete.
    CLIENT_ABORTED,
    /// No connection to the upstream could be made.
    UPSTREAM_UNREACHABLE,
    /// No connection to the upstream could be made in time.
    UPSTREAM_CONNECT_TIMEOUT,
    /// Every connection that the upstream may have is in use, and the queue for one is full.
    UPSTREAM_BUSY,
    /// Every connection that the upstream may have was in use for as long as a request may wait for one.
    UPSTREAM_QUEUE_TIMEOUT,
    /// The upstream is overloaded, and the request was turned away before it got there.
    UPSTREAM_SHED,
    /// The upstream's health checks fail on every target.
    UPSTREAM_UNHEALTHY,
    /// The upstream took too long to answer, or to go on with its answer.
    UPSTREAM_TIMEOUT,
    /// The upstream closed the connection before its answer was complete.
    UPSTREAM_ABORTED,
    /// The upstream's answer can be read in two ways, or in none.
    UPSTREAM_MALFORMED,
    /// The gateway itself failed.
    INTERNAL_ERROR;

    /// The stable name, in kebab-case.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
