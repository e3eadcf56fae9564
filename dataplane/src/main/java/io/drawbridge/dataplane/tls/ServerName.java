package io.drawbridge.dataplane.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Reads the name that the client asks for in its first message (RFC 6066, section 3), and makes room for the
/// handler with that name's certificate.
final class ServerName extends AbstractSniHandler<SslHandler> {
    /// A first message with keys of two kinds is 2 KiB long.
    private static final int LONGEST_HELLO = 16 * 1024;

    private final TlsFront front;

    ServerName(TlsFront front) {
        // Without a clock of its own: the handshake's runs already.
        super(LONGEST_HELLO, 0);
        this.front = front;
    }

    @Override
    protected Future<SslHandler> lookup(ChannelHandlerContext context, @Nullable String name) throws Exception {
        return context.executor().newSucceededFuture(front.handler(name == null ? "" : name, context.alloc()));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, @Nullable String name, Future<SslHandler> future)
            throws Exception {
        if (!future.isSuccess()) {
            throw new javax.net.ssl.SSLException("no certificate could be chosen", future.cause());
        }
        SslHandler handler = future.getNow();
        try {
            context.pipeline().replace(this, null, handler);
        } catch (RuntimeException notReplaced) {
            ReferenceCountUtil.release(handler.engine());
            throw notReplaced;
        }
    }
}
