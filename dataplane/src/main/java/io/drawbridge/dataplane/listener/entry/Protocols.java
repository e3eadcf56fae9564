package io.drawbridge.dataplane.listener.entry;

import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.http1.Http1Connection;
import io.netty.channel.socket.SocketChannel;

/// Installs the handlers of a protocol on a client's channel. The channel is active, reads only when asked to, and the
/// handlers are added behind those that it has; they ask for the first data themselves.
public final class Protocols {
    private Protocols() {}

    /// HTTP/1.1 and HTTP/1.0.
    public static void http1(SocketChannel channel, Loop loop, Site site) {
        channel.pipeline().addLast(new Http1Connection(loop, site, channel));
    }
}
