package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.ResponseParser;
import io.drawbridge.domain.exchange.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2StreamChannel;
import org.jspecify.annotations.Nullable;

/// What carries one exchange to an upstream and its answer back: a connection of HTTP/1.1, idle in the pool or
/// with the one exchange that has it, or one stream of a connection of HTTP/2. Heads come to it in the form of
/// HTTP/1.1, whichever the upstream speaks.
public abstract sealed class UpstreamConnection extends ChannelInboundHandlerAdapter
        permits Http1UpstreamConnection, Http2UpstreamStream {
    static final HeadLimits LIMITS = new HeadLimits(64 * 1024, 200);
    /// So many interim answers (RFC 9110, section 15.2) may come before the answer.
    private static final int MAX_INTERIM = 16;

    static final ResponseParser PARSER = new ResponseParser(LIMITS);

    /// Whose connection it is.
    interface Owner {
        /// The answer is whole, and the connection can be used again.
        void park(UpstreamConnection connection);

        /// It is closed, or about to be.
        void closed(UpstreamConnection connection);
    }

    final Owner owner;
    final Channel channel;

    @Nullable
    ResponseHandler handler;

    String method = "";
    /// Whether the request's body comes without its length.
    boolean chunked;
    /// Whether another exchange may have the connection after this one.
    boolean reusable;
    /// Whether something of an answer has come.
    boolean touched;
    private boolean used;
    private Lease lease = Lease.NONE;
    private int interim;
    private long idleSince;

    UpstreamConnection(Owner owner, Channel channel) {
        this.owner = owner;
        this.channel = channel;
    }

    /// For the protocol that the upstream speaks: a stream of a connection, or a connection.
    static UpstreamConnection on(Owner owner, Channel channel) {
        return channel instanceof Http2StreamChannel
                ? new Http2UpstreamStream(owner, channel)
                : new Http1UpstreamConnection(owner, channel);
    }

    /// Gives the connection to an exchange. The request is written next.
    public void begin(String requestMethod, Framing framing, ResponseHandler responseHandler) {
        handler = responseHandler;
        method = requestMethod;
        chunked = framing instanceof Framing.Chunked;
        touched = false;
        interim = 0;
        channel.read();
    }

    /// The request's head, in the form of HTTP/1.1.
    public abstract void head(ByteBuf head);

    /// Data of the request's body.
    public abstract void data(ByteBuf data);

    /// The request is whole; flushed.
    ///
    /// @param trailers fields behind a body that came without its length
    public abstract void end(Fields trailers);

    /// Data as it is.
    void write(ByteBuf data) {
        channel.write(data, channel.voidPromise());
    }

    /// Whether the head of an answer is in order at this place.
    boolean isInPlace(ParsedResponse head) {
        if (head.status() == 101 && (handler == null || !handler.expects(head))) {
            fail(UpstreamFailure.Kind.MALFORMED, "a switch of protocols that nobody asked for");
            return false;
        }
        if (head.isInterim() && ++interim > MAX_INTERIM) {
            fail(UpstreamFailure.Kind.MALFORMED, "more than " + MAX_INTERIM + " interim answers");
            return false;
        }
        return true;
    }

    public void flush() {
        channel.flush();
    }

    ByteBuf buffer(int size) {
        return channel.alloc().buffer(size);
    }

    public boolean isWritable() {
        return channel.isWritable();
    }

    /// Asks for more of the answer after the handler had had enough.
    public void resume() {
        if (handler != null) {
            channel.read();
        }
    }

    /// Gives a connection whose answer is whole back to the pool, or closes it where the upstream wants that.
    public void release() {
        handler = null;
        if (reusable && channel.isActive()) {
            used = true;
            endLease();
            owner.park(this);
            channel.read();
        } else {
            shut();
        }
    }

    /// Closes the connection; the handler hears no more of it.
    public void close() {
        handler = null;
        shut();
    }

    /// Closes, and makes room for another connection at once: the event of its closing comes later.
    void shut() {
        endLease();
        owner.closed(this);
        channel.close();
    }

    /// Says on whose account it works until its answer is whole or it closes.
    void lease(Lease current) {
        lease = current;
    }

    private void endLease() {
        Lease ended = lease;
        lease = Lease.NONE;
        ended.end();
    }

    boolean isActive() {
        return channel.isActive();
    }

    long idleSince() {
        return idleSince;
    }

    void idleFrom(long nanoTime) {
        idleSince = nanoTime;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (handler == null) {
            return;
        }
        handler.pause();
        if (handler != null && handler.hungry()) {
            channel.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (handler != null && channel.isWritable()) {
            handler.writable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(UpstreamFailure.Kind.ABORTED, "the connection to the upstream broke: " + cause.getMessage());
    }

    void fail(UpstreamFailure.Kind kind, String why) {
        ResponseHandler waiting = handler;
        Lease held = lease;
        handler = null;
        if (waiting == null) {
            shut();
            return;
        }
        // The place behind the gate is kept until the handler knows whether it makes another attempt.
        lease = Lease.NONE;
        held.failed();
        shut();
        UpstreamFailure.Reached reached = touched
                ? UpstreamFailure.Reached.ANSWERED
                : used ? UpstreamFailure.Reached.UNANSWERED_AFTER_IDLE : UpstreamFailure.Reached.UNANSWERED;
        waiting.failed(new UpstreamFailure(kind, reached, why));
        held.end();
    }
}
