package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A request's head as an upstream gets it from a client about whom nothing is known.
public final class Rewritten {
    /// What the upstream is told as `Host` where the client named none.
    public static final String UPSTREAM = "127.0.0.1:9";

    private static final Upstream SERVICE = new Upstream(
            "service", "127.0.0.1", 9, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, false);
    private static final ClientAddress CLIENT = new ClientAddress("10.9.8.7", "10.9.8.7");

    private Rewritten() {}

    /// From the request line to the empty line, one byte a character.
    public static String head(ParsedRequest request) {
        ByteBuf out = Unpooled.buffer();
        RequestWriter.write(
                out,
                request,
                Identity.ANONYMOUS,
                CLIENT,
                Scheme.HTTP,
                SERVICE,
                UpstreamIdentity.NONE,
                WebSocketHandshake.NONE);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
