package io.drawbridge.dataplane.listener.http1;

import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.RequestParser;
import io.drawbridge.dataplane.listener.Claim;
import io.drawbridge.dataplane.listener.ClientConnection;
import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Patience;
import io.drawbridge.dataplane.listener.Peer;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.Turn;
import io.drawbridge.dataplane.listener.Unreadable;
import io.drawbridge.dataplane.listener.Waiting;
import io.drawbridge.dataplane.tls.Farewell;
import io.drawbridge.domain.identity.ClientAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;

/// One client connection. It reads a head, gives it to a [Turn], passes the body to where the turn wants it,
/// writes the answer, and begins again.
public final class Http1Connection extends ChannelInboundHandlerAdapter implements ClientConnection {
    private static final int LINGER_BYTES = 1024 * 1024;

    private final Loop loop;
    private final SocketChannel channel;
    private final RequestParser parser;
    private final Http1Input in = new Http1Input();
    private final Http1Stream stream;
    private final Patience patience;
    private boolean pumping;
    private boolean reading;
    private boolean inputShut;
    private boolean lingering;
    private int lingered;
    private boolean answered;

    public Http1Connection(Loop loop, Site site, SocketChannel channel, Peer peer) {
        this.loop = loop;
        this.channel = channel;
        this.parser = new RequestParser(
                new HeadLimits(loop.settings().maxHead(), loop.settings().maxFields()));
        this.stream = new Http1Stream(this, loop, site, channel, peer);
        this.patience = stream.patience();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop.opened(this);
        channel.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (lingering) {
            lingered += data.readableBytes();
            data.release();
            if (lingered > LINGER_BYTES) {
                channel.close();
            }
            return;
        }
        reading = true;
        in.add(context.alloc(), data);
        pump();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (lingering) {
            channel.read();
            return;
        }
        stream.flushSink();
    }

    /// Goes on with what has been read: heads become turns, body data goes to its sink. Asks for more input
    /// where it can be used.
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!lingering && channel.isActive() && step()) {
                // Each step moves on.
            }
        } finally {
            pumping = false;
        }
        in.trim();
        if (!reading) {
            // Nothing else flushes what was passed on: a request head must not wait for a body that may wait
            // for it.
            stream.flushSink();
        }
    }

    /// Does one thing; whether there may be more to do.
    private boolean step() {
        if (stream.turn() == null) {
            if (!channel.isWritable()) {
                // Answers pile up here when a client sends requests ahead and reads none of the answers.
                patience.waitFor(Waiting.FOR_CLIENT_TO_READ);
                return false;
            }
            return readHead();
        }
        return switch (stream.readBody(in)) {
            case MOVED -> true;
            case STUCK -> false;
            case HUNGRY -> {
                if (inputShut) {
                    clientGone();
                } else {
                    patience.waitFor(Waiting.FOR_BODY);
                    channel.read();
                }
                yield false;
            }
        };
    }

    private boolean readHead() {
        if (in.isEmpty()) {
            return askForMore();
        }
        if (patience.waiting() == Waiting.FOR_REQUEST) {
            if (!in.headBegins()) {
                return askForMore();
            }
            patience.waitFor(Waiting.FOR_HEAD);
        }
        int length = in.headLength();
        int limit = loop.settings().maxHead();
        if (length < 0 ? in.size() > limit : length > limit) {
            unreadable(431, "a request head of more than " + limit + " bytes");
            return false;
        }
        if (length < 0) {
            return askForMore();
        }
        try {
            stream.begin(parser.parse(in.head(length)));
        } catch (MalformedMessage malformed) {
            unreadable(malformed.status(), malformed.why());
        }
        return true;
    }

    private void unreadable(int status, String why) {
        Unreadable.refuse(stream, status, why);
        linger();
    }

    /// Reads on where a head is not whole; there is nothing else to do then.
    private boolean askForMore() {
        if (inputShut) {
            channel.close();
        } else {
            channel.read();
        }
        return false;
    }

    void nextTurn() {
        answered = true;
        stream.forget();
        patience.waitFor(Waiting.FOR_REQUEST);
        if (loop.isDraining() || (inputShut && in.isEmpty())) {
            linger();
        } else {
            pump();
        }
    }

    /// Closes our side and reads on for a moment, so that the answer is not lost to a reset.
    void linger() {
        if (lingering) {
            return;
        }
        lingering = true;
        stream.forget();
        patience.waitFor(Waiting.FOR_CLIENT_TO_READ);
        in.release();
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess() && !inputShut) {
                patience.waitFor(Waiting.FOR_CLIENT_TO_CLOSE);
                Farewell.say(channel);
                channel.read();
            } else {
                channel.close();
            }
        });
    }

    @Override
    public void checkDeadline(long now) {
        if (!patience.isOver(now)) {
            return;
        }
        if (stream.turn() != null) {
            stream.timedOut();
        } else if (patience.waiting() == Waiting.FOR_HEAD) {
            unreadable(408, "no whole request head within " + loop.settings().headTimeout());
        } else {
            channel.close();
        }
    }

    @Override
    public void drain() {
        Turn current = stream.turn();
        if (current != null) {
            current.drain();
        }
        if (stream.turn() == null && patience.waiting() == Waiting.FOR_REQUEST) {
            channel.close();
        }
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
        return stream.address();
    }

    @Override
    public Claim claim() {
        return stream.turn() == null ? Claim.ofResting(answered, patience) : Claim.ofWorking(patience);
    }

    @Override
    public void giveWay() {
        stream.giveWay();
    }

    @Override
    public void breakOff() {
        Turn current = stream.turn();
        if (current != null) {
            current.brokenOff();
        }
        channel.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            inputShut = true;
            if (lingering) {
                channel.close();
            } else {
                pump();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Turn current = stream.turn();
        if (!channel.isWritable() || lingering) {
            return;
        }
        if (current != null) {
            current.clientReads();
        } else {
            patience.waitFor(Waiting.FOR_REQUEST);
            pump();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.closed(this);
        clientGone();
        in.release();
    }

    private void clientGone() {
        Turn current = stream.turn();
        stream.forget();
        if (current != null) {
            current.clientGone();
        }
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Most often a connection that the client reset, or data that TLS finds forged; a fault of ours is
        // recorded by the turn.
        Turn current = stream.turn();
        if (current != null && !Farewell.isTheClients(cause)) {
            current.broken(cause);
        }
        channel.close();
    }
}
