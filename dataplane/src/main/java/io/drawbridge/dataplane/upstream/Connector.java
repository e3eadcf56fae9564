package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.Upstream;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Function;

/// Makes connections to targets. What lies between the socket and HTTP is its matter alone.
@FunctionalInterface
public interface Connector {
    /// Connects, and gives up after the upstream's time to connect.
    ///
    /// @param address the address of the target to connect to
    /// @param made makes the last handler of the new channel
    /// @param done called once, on the loop
    void connect(
            EventLoop loop,
            Upstream upstream,
            Target target,
            InetSocketAddress address,
            Function<Channel, UpstreamConnection> made,
            Consumer<Outcome> done);

    /// What came of it.
    sealed interface Outcome {
        record Connected(UpstreamConnection connection) implements Outcome {}

        record Failed(UpstreamFailure failure) implements Outcome {}
    }
}
