package io.drawbridge.dataplane.listener;

import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Listening sockets that the service manager made and passed on (`sd_listen_fds(3)`). It keeps them open over
/// a restart, so that what connects meanwhile waits and is not refused.
///
/// They begin at file descriptor 3. A socket is taken by the listener whose address is the socket's own.
public final class InheritedSockets {
    private static final int FIRST = 3;
    private static final int MOST = 64;

    private final Set<Integer> descriptors;

    private InheritedSockets(List<Integer> descriptors) {
        this.descriptors = new LinkedHashSet<>(descriptors);
    }

    /// There is no service manager.
    public static InheritedSockets none() {
        return new InheritedSockets(List.of());
    }

    /// @param environment with `LISTEN_FDS`, how many there are, and `LISTEN_PID`, for which process
    /// @param process the id of this process
    public static InheritedSockets of(Map<String, String> environment, long process) {
        String number = environment.getOrDefault("LISTEN_FDS", "");
        if (!environment.getOrDefault("LISTEN_PID", "").equals(String.valueOf(process))
                || !number.matches("[1-9]\\d?")
                || Integer.parseInt(number) > MOST) {
            return none();
        }
        List<Integer> descriptors = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(number); i++) {
            descriptors.add(FIRST + i);
        }
        return new InheritedSockets(descriptors);
    }

    /// The socket that listens on this address, for one caller.
    synchronized Optional<ServerChannel> claim(InetSocketAddress address, Transport transport) {
        return switch (transport) {
            case EPOLL -> claim(address);
            // The JDK takes over no descriptor; binding the address then fails, and says that it is in use.
            case NIO -> Optional.empty();
        };
    }

    private Optional<ServerChannel> claim(InetSocketAddress address) {
        for (Integer descriptor : List.copyOf(descriptors)) {
            EpollServerSocketChannel channel = new EpollServerSocketChannel(descriptor);
            InetSocketAddress own = channel.localAddress();
            if (own != null && channel.isActive() && isSame(own, address)) {
                descriptors.remove(descriptor);
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(InetSocketAddress own, InetSocketAddress wanted) {
        boolean everywhere =
                own.getAddress().isAnyLocalAddress() && wanted.getAddress().isAnyLocalAddress();
        return own.getPort() == wanted.getPort()
                && (everywhere || own.getAddress().equals(wanted.getAddress()));
    }
}
