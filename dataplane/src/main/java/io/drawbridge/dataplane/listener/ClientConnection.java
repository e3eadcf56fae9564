package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.identity.ClientAddress;
import io.netty.channel.Channel;

/// A client's connection as its event loop sees it, whatever protocol it speaks.
public interface ClientConnection {
    /// Ends what has waited for too long.
    ///
    /// @param now by [System#nanoTime]
    void checkDeadline(long now);

    /// From now on nothing new is begun here: the connection closes when it has nothing under way.
    void drain();

    /// Closes because the gateway stops; what is under way is recorded as broken off.
    void breakOff();

    void closeNow();

    Channel channel();

    /// Who has the connection.
    ClientAddress address();

    /// What it is in the middle of.
    Claim claim();

    /// Ends what is under way, because others need the room; the connection is closed next.
    void giveWay();
}
