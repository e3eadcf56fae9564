package io.drawbridge.dataplane.listener.entry;

import io.drawbridge.dataplane.listener.Entry;
import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Peer;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.http1.Http1Connection;
import io.drawbridge.dataplane.listener.http2.Http2Protocol;
import io.drawbridge.dataplane.tls.TlsFront;
import io.netty.channel.socket.SocketChannel;

/// Installs the handlers of a protocol on a client's channel. The channel is active, reads only when asked to,
/// and the handlers are added behind those that it has; they ask for the first data themselves.
public final class Protocols {
    private Protocols() {}

    /// Whichever a client without TLS begins to speak: HTTP/1.1, or HTTP/2 where the settings allow it in clear
    /// text.
    public static void clearText(SocketChannel channel, Loop loop, Site site, Peer peer) {
        if (loop.settings().http2().clearText()) {
            channel.pipeline().addLast(new PriorKnowledge(loop, site, channel, peer));
        } else {
            http1(channel, loop, site, peer);
        }
    }

    /// Whichever a client agrees on in the handshake of TLS.
    public static Entry secured(TlsFront tls) {
        return (channel, loop, site, peer) -> tls.secure(channel, secured -> {
            if (loop.isDraining()) {
                // Its handshake began before the drain and ended after it.
                channel.close();
                return;
            }
            Peer known = peer.over(secured.scheme());
            switch (secured.protocol()) {
                case HTTP_1_1 -> http1(channel, loop, site, known);
                case HTTP_2 -> http2(channel, loop, site, known);
            }
        });
    }

    /// HTTP/1.1 and HTTP/1.0.
    public static void http1(SocketChannel channel, Loop loop, Site site, Peer peer) {
        channel.pipeline().addLast(new Http1Connection(loop, site, channel, peer));
    }

    /// HTTP/2, over TLS that agreed on it or with prior knowledge (RFC 9113, section 3.3).
    public static void http2(SocketChannel channel, Loop loop, Site site, Peer peer) {
        channel.pipeline().addLast(Http2Protocol.handler(loop, site, channel, peer));
    }
}
