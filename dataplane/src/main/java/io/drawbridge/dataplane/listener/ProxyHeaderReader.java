package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.client.ProxyHeader;
import io.drawbridge.dataplane.upstream.Input;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.network.Address;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the PROXY protocol header that a connection from a configured source begins with, before TLS and HTTP,
/// and then gives way to the handlers of the connection itself. Without a good header in time the connection is
/// closed.
final class ProxyHeaderReader extends ChannelInboundHandlerAdapter {
    private final ClientAddresses clients;
    private final ClientAddress source;
    private final Consumer<ClientAddress> serve;
    private @Nullable ByteBuf in;
    private @Nullable Future<?> deadline;

    /// @param source who has the connection
    /// @param serve adds the connection's own handlers, for a connection of this client
    ProxyHeaderReader(ClientAddresses clients, ClientAddress source, Consumer<ClientAddress> serve) {
        this.clients = clients;
        this.source = source;
        this.serve = serve;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> refuse(context, "no whole PROXY protocol header came within " + clients.headerTimeout()),
                        clients.headerTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = Input.join(context.alloc(), in, (ByteBuf) message);
        in = data;
        byte[] bytes = new byte[Math.min(data.readableBytes(), ProxyHeader.LONGEST)];
        data.getBytes(data.readerIndex(), bytes);
        switch (ProxyHeader.read(bytes)) {
            case ProxyHeader.Reading.Incomplete _ -> {
                // The rest is asked for when this read is complete.
            }
            case ProxyHeader.Reading.Malformed malformed -> refuse(context, malformed.why());
            case ProxyHeader.Reading.Whole header -> {
                data.skipBytes(header.length());
                in = null;
                giveWay(context, header.source().map(Address::client).orElse(source), data);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse(context, "it ended before a whole PROXY protocol header had come");
        }
    }

    private void giveWay(ChannelHandlerContext context, ClientAddress client, ByteBuf rest) {
        cancelDeadline();
        serve.accept(client);
        context.fireChannelActive();
        if (rest.isReadable()) {
            context.fireChannelRead(rest);
        } else {
            rest.release();
        }
        // The end of this read is told to those behind, because this handler is gone by then.
        context.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext context, String why) {
        cancelDeadline();
        clients.headerRefused(source, why);
        context.close();
    }

    private void cancelDeadline() {
        Future<?> pending = deadline;
        deadline = null;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancelDeadline();
        ByteBuf left = in;
        in = null;
        if (left != null) {
            left.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The sender reset the connection.
        context.close();
    }
}
