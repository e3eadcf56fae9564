package io.drawbridge.dataplane.listener.entry;

import io.drawbridge.dataplane.DataplaneSettings;
import io.drawbridge.dataplane.listener.Entry;
import io.drawbridge.dataplane.tls.ApplicationProtocol;
import io.drawbridge.dataplane.tls.TlsFront;
import java.util.List;
import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.http1.Http1Connection;
import io.drawbridge.dataplane.listener.http2.Http2Protocol;
import io.drawbridge.domain.identity.ClientAddress;
import io.netty.channel.socket.SocketChannel;

/// Installs the handlers of a protocol on a client's channel. The channel is active, reads only when asked to,
/// and the handlers are added behind those that it has; they ask for the first data themselves.
public final class Protocols {
    private Protocols() {}

    /// Whichever a client without TLS begins to speak: HTTP/1.1, or HTTP/2 where the settings allow it in clear
    /// text.
    public static void clearText(SocketChannel channel, Loop loop, Site site, ClientAddress client) {
        if (loop.settings().http2().clearText()) {
            channel.pipeline().addLast(new PriorKnowledge(loop, site, channel, client));
        } else {
            http1(channel, loop, site, client);
        }
    }

    /// What a listener with TLS is given to choose from, the preferred one first.
    ///
    /// @param settings allow HTTP/2, or not
    public static List<ApplicationProtocol> offered(DataplaneSettings.Http2 settings) {
        return settings.enabled()
                ? List.of(ApplicationProtocol.HTTP_2, ApplicationProtocol.HTTP_1_1)
                : List.of(ApplicationProtocol.HTTP_1_1);
    }

    /// Whichever a client with TLS agrees on in the handshake.
    public static Entry secured(TlsFront tls) {
        return (channel, loop, site, client) -> tls.secure(channel, secured -> {
            if (loop.isDraining()) {
                // The handshake began before the drain and ended after it.
                channel.close();
                return;
            }
            switch (secured.protocol()) {
                case HTTP_1_1 -> http1(channel, loop, site, client);
                case HTTP_2 -> http2(channel, loop, site, client);
            }
        });
    }

    /// HTTP/1.1 and HTTP/1.0.
    public static void http1(SocketChannel channel, Loop loop, Site site, ClientAddress client) {
        channel.pipeline().addLast(new Http1Connection(loop, site, channel, client));
    }

    /// HTTP/2, over TLS that agreed on it or with prior knowledge (RFC 9113, section 3.3).
    public static void http2(SocketChannel channel, Loop loop, Site site, ClientAddress client) {
        channel.pipeline().addLast(Http2Protocol.handler(loop, site, channel, client));
    }
}
