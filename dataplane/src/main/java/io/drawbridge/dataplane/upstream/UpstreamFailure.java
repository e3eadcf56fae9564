package io.drawbridge.dataplane.upstream;

/// Why there is no answer from the upstream.
///
/// @param reached how far the exchange had come, which says whether it may be tried again
/// @param why for operators
public record UpstreamFailure(Kind kind, Reached reached, String why) {
    /// What kind of failure it was.
    public enum Kind {
        UNREACHABLE,
        CONNECT_TIMEOUT,
        /// All connections are in use, and the queue is full.
        BUSY,
        QUEUE_TIMEOUT,
        /// Turned away, because the upstream is overloaded.
        SHED,
        /// No target is healthy.
        UNHEALTHY,
        ABORTED,
        MALFORMED
    }

    /// How far it had come.
    public enum Reached {
        /// Not one byte of the request was sent.
        NOTHING,
        /// The connection had been idle before, and the upstream may just have closed it for that; not one byte
        /// of an answer had come.
        UNANSWERED_AFTER_IDLE,
        /// Some of the request may have been sent; not one byte of an answer had come.
        UNANSWERED,
        /// An answer had begun.
        ANSWERED
    }

    static UpstreamFailure before(Kind kind, String why) {
        return new UpstreamFailure(kind, Reached.NOTHING, why);
    }
}
