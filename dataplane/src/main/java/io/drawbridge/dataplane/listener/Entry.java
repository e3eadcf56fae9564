package io.drawbridge.dataplane.listener;

import io.netty.channel.socket.SocketChannel;

/// What happens to a client connection that was accepted: the handlers of its protocol are installed.
@FunctionalInterface
public interface Entry {
    /// Called on the connection's event loop. Nothing has been read, and nothing is read unless asked for.
    void accept(SocketChannel channel, Loop loop, Site site, Peer peer);
}
