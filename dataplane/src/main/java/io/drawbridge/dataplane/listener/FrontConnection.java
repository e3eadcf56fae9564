package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.BodyReader;
import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.RequestParser;
import io.drawbridge.dataplane.tls.Farewell;
import io.drawbridge.dataplane.upstream.HeadFinder;
import io.drawbridge.dataplane.upstream.Input;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One client connection. It reads a head, gives it to a [Turn], passes the body to where the turn wants it, and
/// begins
/// again; requests
/// that were sent ahead wait in the input until the one before is answered.
public final class FrontConnection extends ChannelInboundHandlerAdapter {
    /// Whom the connection waits for, which says for how long.
    enum Waiting {
        FOR_REQUEST,
        FOR_HEAD,
        FOR_BODY,
        FOR_UPSTREAM,
        FOR_ENDPOINT,
        FOR_CLIENT_TO_READ,
        FOR_CLIENT_TO_CLOSE
    }

    private static final long LINGER_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int LINGER_BYTES = 1024 * 1024;

    private final Loop loop;
    private final Site site;
    private final SocketChannel channel;
    private final ClientAddress address;
    private final Scheme scheme;
    private final RequestParser parser;
    private final HeadFinder finder = new HeadFinder();
    private @Nullable ByteBuf in;
    private @Nullable Turn turn;
    private @Nullable BodySink sink;
    private @Nullable BodyReader body;
    private Waiting waiting = Waiting.FOR_REQUEST;
    private long since = System.nanoTime();
    private Duration upstreamPatience = Duration.ZERO;
    private boolean pumping;
    private boolean reading;
    private boolean inputShut;
    private boolean emptyLineSkipped;
    private boolean lingering;
    private int lingered;

    /// @param scheme how the connection is secured; where it is, TLS stands before this handler and its
    /// handshake is done
    public FrontConnection(Loop loop, Site site, SocketChannel channel, Scheme scheme) {
        this.scheme = scheme;
        this.loop = loop;
        this.site = site;
        this.channel = channel;
        this.address = ClientAddress.of(channel.remoteAddress().getAddress());
        this.parser = new RequestParser(
                new HeadLimits(loop.settings().maxHead(), loop.settings().maxFields()));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (loop.isDraining()) {
            // Its handshake began before the drain and ended after it.
            channel.close();
            return;
        }
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
        in = Input.join(context.alloc(), in, data);
        pump();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (lingering) {
            channel.read();
            return;
        }
        flushSink();
    }

    private void flushSink() {
        BodySink taker = sink;
        if (taker != null) {
            taker.flush();
        }
    }

    /// Goes on with what has been read: heads become turns, body data goes to its sink. Asks for more input where it
    /// can be used.
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
        if (in != null && !in.isReadable()) {
            in.release();
            in = null;
        }
        if (!reading) {
            // Nothing else flushes what was passed on: a request head must not wait for a body that may wait for it.
            flushSink();
        }
    }

    /// Does one thing; whether there may be more to do.
    private boolean step() {
        if (turn == null) {
            if (!channel.isWritable()) {
                // Answers pile up here when a client sends requests ahead and reads none of the answers.
                waitFor(Waiting.FOR_CLIENT_TO_READ);
                return false;
            }
            return readHead();
        }
        if (body == null || sink == null) {
            return false;
        }
        return readBody(body, sink);
    }

    private boolean readHead() {
        if (in == null || !in.isReadable()) {
            return askForMore();
        }
        if (waiting == Waiting.FOR_REQUEST) {
            if (!headBegins(in)) {
                return askForMore();
            }
            waitFor(Waiting.FOR_HEAD);
        }
        int length = finder.find(in);
        int limit = loop.settings().maxHead();
        if (length < 0 ? in.readableBytes() > limit : length > limit) {
            Turn.unreadable(this, 431, "a request head of more than " + limit + " bytes", Ending.REQUEST_TOO_LARGE);
            return false;
        }
        if (length < 0) {
            return askForMore();
        }
        byte[] head = new byte[length];
        in.readBytes(head);
        try {
            Turn next = new Turn(this, parser.parse(head), since);
            turn = next;
            body = new BodyReader(next.request().framing());
            next.start();
        } catch (MalformedMessage malformed) {
            Turn.unreadable(this, malformed.status(), malformed.why(), ending(malformed.status()));
        }
        return true;
    }

    private static Ending ending(int status) {
        return switch (status) {
            case 414, 431 -> Ending.REQUEST_TOO_LARGE;
            case 417 -> Ending.EXPECTATION_FAILED;
            default -> Ending.MALFORMED_REQUEST;
        };
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

    /// Whether a head begins here. Some clients leave an empty line behind a body (RFC 9112, section 2.2): one is
    /// skipped, in whatever pieces it comes.
    private boolean headBegins(ByteBuf data) {
        int start = data.readerIndex();
        if (emptyLineSkipped || data.getByte(start) != '\r') {
            return true;
        }
        if (data.readableBytes() == 1) {
            return false;
        }
        if (data.getByte(start + 1) != '\n') {
            return true;
        }
        data.skipBytes(2);
        emptyLineSkipped = true;
        return data.isReadable();
    }

    private boolean readBody(BodyReader reader, BodySink taker) {
        if (!taker.accepts()) {
            return false;
        }
        if (reader.isComplete()) {
            body = null;
            taker.end();
            return true;
        }
        if (in == null || !in.isReadable()) {
            if (inputShut) {
                clientGone();
            } else {
                waitFor(Waiting.FOR_BODY);
                channel.read();
            }
            return false;
        }
        try {
            long next = reader.next();
            if (next == 0) {
                reader.accept(in.readByte());
            } else {
                int length = (int) Math.min(next, in.readableBytes());
                reader.passed(length);
                taker.take(in.readRetainedSlice(length));
            }
        } catch (MalformedMessage malformed) {
            body = null;
            taker.spoilt(malformed.why());
        }
        return true;
    }

    /// Says where the body of the turn's request goes from now on.
    void bodyTo(BodySink taker) {
        sink = taker;
        pump();
    }

    /// Whether some of the request's body has not come yet.
    boolean isBodyDue() {
        return body != null && !body.isComplete();
    }

    /// The turn is over and its answer written. What is left of the request's body is thrown away; where the
    /// connection
    /// cannot be used again, it is closed when the client has had time to read.
    void turnOver(boolean keepAlive) {
        if (!isBodyDue()) {
            body = null;
        }
        if (!keepAlive || loop.isDraining()) {
            linger();
        } else if (body != null) {
            waitFor(Waiting.FOR_BODY);
            bodyTo(new BodySink.Discarding(this));
        } else {
            nextTurn();
        }
    }

    void nextTurn() {
        turn = null;
        body = null;
        sink = null;
        emptyLineSkipped = false;
        waitFor(Waiting.FOR_REQUEST);
        if (loop.isDraining() || (inputShut && (in == null || !in.isReadable()))) {
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
        turn = null;
        sink = null;
        body = null;
        waitFor(Waiting.FOR_CLIENT_TO_READ);
        if (in != null) {
            in.release();
            in = null;
        }
        channel.writeAndFlush(channel.alloc().buffer(0)).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess() && !inputShut) {
                waitFor(Waiting.FOR_CLIENT_TO_CLOSE);
                Farewell.say(channel);
                channel.read();
            } else {
                channel.close();
            }
        });
    }

    void waitFor(Waiting whom) {
        waiting = whom;
        since = System.nanoTime();
    }

    void waitForUpstream(Duration patience) {
        upstreamPatience = patience;
        waitFor(Waiting.FOR_UPSTREAM);
    }

    /// Takes note that whoever is waited for gave a sign of life.
    void progress() {
        since = System.nanoTime();
    }

    void checkDeadline(long now) {
        Duration patience = switch (waiting) {
            case FOR_REQUEST -> loop.settings().idleTimeout();
            case FOR_HEAD -> loop.settings().headTimeout();
            case FOR_BODY, FOR_CLIENT_TO_READ -> loop.settings().bodyTimeout();
            case FOR_UPSTREAM -> upstreamPatience;
            case FOR_ENDPOINT -> Duration.ofSeconds(30);
            case FOR_CLIENT_TO_CLOSE -> Duration.ofNanos(LINGER_NANOS);
        };
        if (now - since <= patience.toNanos()) {
            return;
        }
        Turn current = turn;
        if (current != null) {
            current.timedOut(waiting);
        } else if (waiting == Waiting.FOR_HEAD) {
            Turn.unreadable(this, 408, "no whole request head within " + patience, Ending.REQUEST_TIMEOUT);
        } else {
            channel.close();
        }
    }

    void closeIfIdle() {
        if (turn == null && waiting == Waiting.FOR_REQUEST) {
            channel.close();
        }
    }

    void closeNow() {
        channel.close();
    }

    /// Closes because the gateway stops.
    void breakOff() {
        Turn current = turn;
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
        Turn current = turn;
        if (!channel.isWritable() || lingering) {
            return;
        }
        if (current != null) {
            current.clientReads();
        } else {
            waitFor(Waiting.FOR_REQUEST);
            pump();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.closed(this);
        clientGone();
        if (in != null) {
            in.release();
            in = null;
        }
    }

    private void clientGone() {
        Turn current = turn;
        turn = null;
        body = null;
        sink = null;
        if (current != null) {
            current.clientGone();
        }
        channel.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Most often a connection that the client reset, or data that TLS finds forged; a fault of ours is
        // recorded by the turn.
        Turn current = turn;
        boolean sent = cause instanceof IOException || cause.getCause() instanceof SSLException;
        if (current != null && !sent) {
            current.broken(cause);
        }
        channel.close();
    }

    void write(ByteBuf data) {
        channel.write(data, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    ByteBuf buffer(int size) {
        return channel.alloc().buffer(size);
    }

    Loop loop() {
        return loop;
    }

    Site site() {
        return site;
    }

    ClientAddress address() {
        return address;
    }

    Scheme scheme() {
        return scheme;
    }
}
