package io.drawbridge.dataplane.listener.http2;

import io.drawbridge.dataplane.listener.BodySink;
import io.drawbridge.dataplane.listener.Claim;
import io.drawbridge.dataplane.listener.ClientConnection;
import io.drawbridge.dataplane.listener.Loop;
import io.drawbridge.dataplane.listener.Patience;
import io.drawbridge.dataplane.listener.Peer;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.Unreadable;
import io.drawbridge.dataplane.listener.Waiting;
import io.drawbridge.dataplane.tls.Farewell;
import io.drawbridge.domain.identity.ClientAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One client's HTTP/2 connection: what its streams share.
final class Http2ClientConnection extends Http2ConnectionHandler implements ClientConnection {
    private static final System.Logger LOG = System.getLogger(Http2ClientConnection.class.getName());
    /// How long a client that is told to leave may still open streams, because it may not know yet.
    private static final Duration LEAVING = Duration.ofMillis(500);

    /// So much is read of a client that is told why it is sent away.
    private static final int LINGER_BYTES = 1024 * 1024;

    private final Loop loop;
    private final Site site;
    private final SocketChannel channel;
    private final Peer peer;
    private final Patience patience;
    private final Frames frames;
    private final Set<Http2ClientStream> streams = new LinkedHashSet<>();
    private final Set<BodySink> unflushed = new LinkedHashSet<>();
    private final List<Http2ClientStream> arrived = new ArrayList<>();
    private @Nullable ChannelHandlerContext context;
    private boolean reading;
    private boolean flushDue;
    private boolean ending;
    private boolean leaving;
    private boolean left;
    private boolean answered;
    private int lingered;
    private long leavingSince;

    Http2ClientConnection(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            Calm calm,
            Loop loop,
            Site site,
            SocketChannel channel,
            Peer peer) {
        super(decoder, encoder, settings, true);
        this.loop = loop;
        this.site = site;
        this.channel = channel;
        this.peer = peer;
        this.patience = new Patience(loop.settings(), Waiting.FOR_HEAD);
        this.frames = new Frames(this, calm);
        decoder.frameListener(frames);
        connection().addListener(frames);
        encoder.flowController().listener(frames);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) throws Exception {
        context = added;
        super.handlerAdded(added);
        loop.opened(this);
        // More than one stream's window, so that a stream which is not read does not hold up the others.
        connection()
                .local()
                .flowController()
                .incrementWindowSize(
                        connection().connectionStream(), Http2Protocol.CONNECTION_WINDOW - Http2Protocol.STREAM_WINDOW);
        added.flush();
        added.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext reader, Object message) throws Exception {
        if (ending) {
            lingered += ((ByteBuf) message).readableBytes();
            ReferenceCountUtil.release(message);
            if (lingered > LINGER_BYTES) {
                channel.close();
            }
            return;
        }
        reading = true;
        super.channelRead(reader, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reader) throws Exception {
        if (ending) {
            reader.read();
            return;
        }
        begin();
        reading = false;
        flushDue = false;
        flushSinks();
        super.channelReadComplete(reader);
    }

    // For the streams.

    ChannelFuture write(Http2Stream stream, Http2Headers headers, boolean last) {
        frames.calm().useful();
        ChannelHandlerContext to = context();
        return encoder().writeHeaders(to, stream.id(), headers, 0, last, to.newPromise());
    }

    ChannelFuture write(Http2Stream stream, ByteBuf data, boolean last) {
        frames.calm().useful();
        ChannelHandlerContext to = context();
        return encoder().writeData(to, stream.id(), data, 0, last, to.newPromise());
    }

    void reset(Http2Stream stream, Http2Error error) {
        ChannelHandlerContext to = context();
        resetStream(to, stream.id(), error.code(), to.newPromise());
        flushSoon();
    }

    boolean isWritable(Http2Stream stream) {
        return stream.state() != Http2Stream.State.CLOSED
                && encoder().flowController().isWritable(stream);
    }

    /// Data of the client's has been taken: it may send as much again.
    void used(Http2Stream stream, int bytes) {
        if (stream.state() == Http2Stream.State.CLOSED) {
            // What it had not used when it closed was given back to the connection then.
            return;
        }
        try {
            if (connection().local().flowController().consumeBytes(stream, bytes)) {
                flushSoon();
            }
        } catch (Http2Exception failure) {
            onError(context(), false, failure);
        }
    }

    /// Writes out once for all that is written in this round of the loop.
    void flushSoon() {
        if (!flushDue) {
            flushDue = true;
            if (!reading) {
                channel.eventLoop().execute(this::flushNow);
            }
        }
    }

    private void flushNow() {
        if (flushDue && !reading) {
            flushDue = false;
            flush(context());
        }
    }

    /// Has an upstream flush what it was given: at once, or when everything that was read has been passed on.
    void flushLater(BodySink sink) {
        if (reading) {
            unflushed.add(sink);
        } else {
            sink.flush();
        }
    }

    /// Begins with a request when everything that was read has been looked at: one that is given up in the same
    /// breath costs no more than its frames.
    void beginLater(Http2ClientStream stream) {
        arrived.add(stream);
    }

    private void begin() {
        for (Http2ClientStream stream : arrived) {
            stream.begin();
        }
        arrived.clear();
    }

    private void flushSinks() {
        for (BodySink sink : unflushed.toArray(BodySink[]::new)) {
            sink.flush();
        }
        unflushed.clear();
    }

    void opened(Http2ClientStream stream) {
        streams.add(stream);
    }

    void closed(Http2ClientStream stream) {
        streams.remove(stream);
        answered |= stream.isAnswered();
        if (streams.isEmpty()) {
            patience.waitFor(Waiting.FOR_REQUEST);
            if (left) {
                channel.eventLoop().execute(channel::close);
            }
        }
    }

    /// The client's side of the connection has begun as it should.
    void greeted() {
        if (patience.waiting() == Waiting.FOR_HEAD) {
            patience.waitFor(Waiting.FOR_REQUEST);
        }
    }

    // For the loop.

    @Override
    public void checkDeadline(long now) {
        if (ending) {
            if (patience.isOver(now)) {
                channel.close();
            }
            return;
        }
        if (leaving && !left && now - leavingSince > LEAVING.toNanos()) {
            left = true;
            goAway(connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
            if (streams.isEmpty()) {
                channel.close();
            }
        }
        for (Http2ClientStream stream : streams.toArray(Http2ClientStream[]::new)) {
            stream.checkDeadline(now);
        }
        if (streams.isEmpty() && patience.isOver(now)) {
            goAway(connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
            channel.close();
        }
    }

    /// Says that no new stream is welcome (RFC 9113, section 6.8): first so that those that are on their way
    /// are still served, and a moment later for good.
    @Override
    public void drain() {
        if (!leaving) {
            leaving = true;
            leavingSince = System.nanoTime();
            goAway(Integer.MAX_VALUE, Http2Error.NO_ERROR);
        }
    }

    @Override
    public void breakOff() {
        for (Http2ClientStream stream : streams.toArray(Http2ClientStream[]::new)) {
            stream.breakOff();
        }
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
        if (streams.isEmpty()) {
            return Claim.ofResting(answered, patience);
        }
        Claim most = new Claim(Claim.Stage.STALLED, System.nanoTime());
        for (Http2ClientStream stream : streams) {
            Claim claim = Claim.ofWorking(stream.patience());
            if (claim.stage() == Claim.Stage.BUSY) {
                return claim;
            }
            most = claim.since() - most.since() < 0 ? claim : most;
        }
        return most;
    }

    @Override
    public void giveWay() {
        for (Http2ClientStream stream : streams.toArray(Http2ClientStream[]::new)) {
            stream.giveWay();
        }
        if (!ending) {
            goAway(connection().remote().lastStreamCreated(), Http2Error.NO_ERROR);
        }
    }

    private void goAway(int lastStream, Http2Error error) {
        ChannelHandlerContext to = context();
        goAway(to, lastStream, error.code(), Unpooled.EMPTY_BUFFER, to.newPromise());
        to.flush();
    }

    // What goes wrong.

    @Override
    public void channelInactive(ChannelHandlerContext gone) throws Exception {
        loop.closed(this);
        unflushed.clear();
        for (Http2ClientStream stream : streams.toArray(Http2ClientStream[]::new)) {
            stream.gone();
        }
        super.channelInactive(gone);
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext on, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        Http2Stream broken = connection().stream(error.streamId());
        boolean tooLarge = error instanceof Http2Exception.HeaderListSizeException;
        try {
            if (!outbound) {
                frames.calm().reset();
            }
            if (broken == null && tooLarge) {
                broken = connection().remote().createStream(error.streamId(), true);
                frames.refuse(
                        broken,
                        431,
                        "a request head of more than " + loop.settings().maxHead() + " bytes");
                return;
            }
        } catch (Http2Exception worse) {
            onError(on, outbound, worse);
            return;
        }
        Http2ClientStream stream = broken == null ? null : frames.of(broken);
        if (broken != null && stream == null && !outbound && !broken.isHeadersSent()) {
            frames.refuse(broken, 400, String.valueOf(error.getMessage()));
        } else if (stream != null && !outbound) {
            stream.spoilt(String.valueOf(error.getMessage()), error.error());
        } else {
            super.onStreamError(on, outbound, cause, error);
        }
    }

    /// Says what was wrong, and reads on for a moment, so that the client learns it: closing before everything
    /// that came has been read would take it back.
    @Override
    protected void onConnectionError(
            ChannelHandlerContext on, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (ending || !channel.isActive()) {
            return;
        }
        ending = true;
        if (error == null) {
            LOG.log(System.Logger.Level.ERROR, "an HTTP/2 connection failed inside the gateway", cause);
        } else if (!outbound) {
            loop.offended(peer.address());
            Unreadable.unanswered(loop, site, peer.address(), "HTTP/2: " + error.getMessage());
        }
        for (Http2ClientStream stream : streams.toArray(Http2ClientStream[]::new)) {
            stream.gone();
        }
        patience.waitFor(Waiting.FOR_CLIENT_TO_CLOSE);
        Http2Error reason = error == null ? Http2Error.INTERNAL_ERROR : error.error();
        // Past Netty's own way of saying it, which closes at once.
        frameWriter()
                .writeGoAway(
                        on,
                        connection().remote().lastStreamCreated(),
                        reason.code(),
                        Unpooled.EMPTY_BUFFER,
                        on.newPromise())
                .addListener(_ -> channel.shutdownOutput());
        on.flush();
        channel.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext on, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            // Nothing more can come on any stream, and no window will open any more.
            channel.close();
        } else {
            super.userEventTriggered(on, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext on, Throwable cause) throws Exception {
        if (Farewell.isTheClients(cause)) {
            // Most often a connection that the client reset.
            channel.close();
        } else {
            onError(on, false, cause);
        }
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext present = context;
        if (present == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return present;
    }

    Loop loop() {
        return loop;
    }

    Site site() {
        return site;
    }

    Peer peer() {
        return peer;
    }
}
