package io.drawbridge.dataplane.listener;

/// Whom a connection or a stream waits for, which says for how long.
public enum Waiting {
    FOR_REQUEST,
    FOR_HEAD,
    FOR_BODY,
    FOR_UPSTREAM,
    FOR_ENDPOINT,
    /// Nothing moves in a tunnel.
    FOR_TUNNEL,
    FOR_CLIENT_TO_READ,
    FOR_CLIENT_TO_CLOSE
}
