package io.drawbridge.dataplane.upstream;

/// Why there is no answer from the upstream.
///
/// @param untouched whether not one byte of an answer had come, on a connection that had been used before: the
///     upstream
/// may just have
///     closed it for being idle
/// @param why for operators
public record UpstreamFailure(Kind kind, boolean untouched, String why) {
    /// What kind of failure it was.
    public enum Kind {
        UNREACHABLE,
        CONNECT_TIMEOUT,
        BUSY,
        ABORTED,
        MALFORMED
    }
}
