package io.drawbridge.dataplane.tls;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;

/// Ends the gateway's side of a connection while it goes on reading the client's.
public final class Farewell {
    private Farewell() {}

    /// Says that nothing more comes: over TLS with the alert for it first (RFC 8446, section 6.1), so that the
    /// client can tell it from an attacker's cut.
    public static void say(SocketChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(_ -> channel.shutdownOutput());
        }
    }
}
