package io.drawbridge.controlplane.configuration;

/// How HTTP/2 is spoken to clients.
///
/// @param enabled whether it is offered over TLS
/// @param clearText whether clients may begin with it without TLS
/// @param maxStreams requests that one connection may have under way, from 1 to 1,000
public record Http2Spec(boolean enabled, boolean clearText, int maxStreams) {
    static final Http2Spec DEFAULT = new Http2Spec(true, false, 100);
}
