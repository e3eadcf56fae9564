package io.drawbridge.dataplane.tls;

import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import javax.net.ssl.SSLException;

/// Ends the gateway's side of a connection while it goes on reading the client's.
public final class Farewell {
    private Farewell() {}

    /// Whether a failure is the client's doing: a connection that it reset, or data that TLS finds forged or
    /// broken.
    public static boolean isTheClients(Throwable failure) {
        return failure instanceof IOException || failure.getCause() instanceof SSLException;
    }

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
