package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.exchange.Scheme;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;

/// What a finished handshake says of its connection. It belongs to the channel, and stays with it.
///
/// @param scheme with the client's certificate
/// @param protocol what client and gateway agreed on; HTTP/1.1 where the client named nothing
public record Secured(Scheme.Https scheme, ApplicationProtocol protocol) {
    private static final AttributeKey<Secured> KEY = AttributeKey.valueOf(Secured.class, "outcome");

    /// How a channel's connection is secured.
    public static Scheme schemeOf(Channel channel) {
        Secured secured = channel.attr(KEY).get();
        return secured == null ? Scheme.HTTP : secured.scheme();
    }

    void noteOn(Channel channel) {
        channel.attr(KEY).set(this);
    }
}
