package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.exchange.Scheme;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Waits for the end of the handshake, and then makes room for what serves the connection. A connection that
/// does not get there in time, or at all, is closed and counted.
final class Handshake extends ChannelInboundHandlerAdapter {
    private final Duration timeout;
    private final TlsCounts counts;
    private final Consumer<Secured> served;
    private @Nullable Future<?> clock;
    private boolean over;

    Handshake(Duration timeout, TlsCounts counts, Consumer<Secured> served) {
        this.timeout = timeout;
        this.counts = counts;
        this.served = served;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        clock = context.executor()
                .schedule(
                        () -> {
                            if (!over) {
                                end();
                                counts.handshakeTimedOut();
                                context.close();
                            }
                        },
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        context.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof SslHandshakeCompletionEvent completion && !over) {
            if (completion.isSuccess()) {
                succeeded(context);
            } else {
                failed(context, completion.cause());
            }
        }
    }

    private void succeeded(ChannelHandlerContext context) throws Exception {
        end();
        counts.handshakeCompleted();
        SslHandler tls = context.pipeline().get(SslHandler.class);
        ApplicationProtocol protocol = ApplicationProtocol.HTTP_2.id().equals(tls.applicationProtocol())
                ? ApplicationProtocol.HTTP_2
                : ApplicationProtocol.HTTP_1_1;
        served.accept(new Secured(new Scheme.Https(PeerSubject.of(tls.engine().getSession())), protocol));
        context.pipeline().remove(this);
    }

    private void failed(ChannelHandlerContext context, Throwable cause) {
        if (!over) {
            end();
            counts.handshakeFailed(String.valueOf(cause.getMessage()));
        }
        context.close();
    }

    private void end() {
        over = true;
        Future<?> running = clock;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!over) {
            failed(context, new java.io.IOException("the client closed the connection"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(context, cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause);
    }
}
