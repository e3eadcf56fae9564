package io.drawbridge.dataplane.listener.entry;

import io.drawbridge.dataplane.listener.Claim;
import io.drawbridge.dataplane.listener.ClientConnection;
import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Patience;
import io.drawbridge.dataplane.listener.Peer;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.Waiting;
import io.drawbridge.dataplane.upstream.Input;
import io.drawbridge.domain.identity.ClientAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Tells HTTP/2 with prior knowledge (RFC 9113, section 3.3) from HTTP/1.1 by the first octets, on a connection
/// without TLS. No request of HTTP/1.1 begins like the preface of HTTP/2; one octet that differs decides.
final class PriorKnowledge extends ChannelInboundHandlerAdapter implements ClientConnection {
    private static final System.Logger LOG = System.getLogger(PriorKnowledge.class.getName());
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Loop loop;
    private final Site site;
    private final SocketChannel channel;
    private final Peer peer;
    private final Patience patience;
    private @Nullable ByteBuf read;

    PriorKnowledge(Loop loop, Site site, SocketChannel channel, Peer peer) {
        this.peer = peer;
        this.loop = loop;
        this.site = site;
        this.channel = channel;
        this.patience = new Patience(loop.settings(), Waiting.FOR_REQUEST);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop.opened(this);
        channel.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = Input.join(context.alloc(), read, (ByteBuf) message);
        read = data;
        int length = Math.min(PREFACE.length, data.readableBytes());
        for (int i = 0; i < length; i++) {
            if (data.getByte(data.readerIndex() + i) != PREFACE[i]) {
                Protocols.http1(channel, loop, site, peer);
                hand(context, data);
                return;
            }
        }
        if (length == PREFACE.length) {
            Protocols.http2(channel, loop, site, peer);
            hand(context, data);
        } else if (patience.waiting() == Waiting.FOR_REQUEST) {
            patience.waitFor(Waiting.FOR_HEAD);
        }
    }

    private void hand(ChannelHandlerContext context, ByteBuf data) {
        read = null;
        loop.closed(this);
        context.fireChannelRead(data);
        context.pipeline().remove(this);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        channel.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.closed(this);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (read != null) {
            read.release();
            read = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        // The client has closed its side before it said anything.
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
            LOG.log(System.Logger.Level.ERROR, "a connection failed inside the gateway", cause);
        }
        channel.close();
    }

    @Override
    public void checkDeadline(long now) {
        if (patience.isOver(now)) {
            channel.close();
        }
    }

    @Override
    public void drain() {
        channel.close();
    }

    @Override
    public void breakOff() {
        channel.close();
    }

    @Override
    public void closeNow() {
        channel.close();
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public ClientAddress address() {
        return peer.address();
    }

    @Override
    public Claim claim() {
        return Claim.ofResting(false, patience);
    }

    @Override
    public void giveWay() {
        // Nothing is under way.
    }
}
