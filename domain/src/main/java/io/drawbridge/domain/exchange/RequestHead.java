package io.drawbridge.domain.exchange;

/// The head of one request, as policies see it, whatever protocol brought it.
///
/// @param method an RFC 9110 token, case kept
/// @param authority the host, with its port where one was given, in lower case
/// @param fields the header fields as received, hop-by-hop ones too
public record RequestHead(String method, Target target, String authority, Fields fields) {
    /// Whether the method is safe by RFC 9110, section 9.2.1: it asks for no change.
    public boolean isSafe() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /// Whether a request that was sent once may be sent again (RFC 9110, section 9.2.2).
    public boolean isIdempotent() {
        return isSafe() || method.equals("PUT") || method.equals("DELETE");
    }
}
