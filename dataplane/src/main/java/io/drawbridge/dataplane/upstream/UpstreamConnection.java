package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.codec.BodyReader;
import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.ResponseParser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// One connection to an upstream: idle in the pool, or with the one exchange that has it.
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {
    private static final HeadLimits LIMITS = new HeadLimits(64 * 1024, 200);
    /// So many interim answers (RFC 9110, section 15.2) may come before the answer.
    private static final int MAX_INTERIM = 16;

    private static final ResponseParser PARSER = new ResponseParser(LIMITS);

    /// Whose connection it is.
    interface Owner {
        /// The answer is whole, and the connection can be used again.
        void park(UpstreamConnection connection);

        /// It is closed, or about to be.
        void closed(UpstreamConnection connection);
    }

    private final Owner owner;
    private final Channel channel;
    private final HeadFinder finder = new HeadFinder();
    private @Nullable ResponseHandler handler;
    private @Nullable BodyReader body;
    private @Nullable ByteBuf in;
    private String method = "";
    private boolean reusable;
    private boolean used;
    private boolean touched;
    private Lease lease = Lease.NONE;
    private int interim;
    private long idleSince;

    UpstreamConnection(Owner owner, Channel channel) {
        this.owner = owner;
        this.channel = channel;
    }

    /// Gives the connection to an exchange. The request is written next.
    public void begin(String requestMethod, ResponseHandler responseHandler) {
        handler = responseHandler;
        method = requestMethod;
        touched = false;
        interim = 0;
        channel.read();
    }

    public void write(ByteBuf data) {
        channel.write(data, channel.voidPromise());
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
    private void shut() {
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
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (handler == null) {
            // Nobody asked: whatever this is, it must not become the answer to somebody's request.
            data.release();
            shut();
            return;
        }
        touched = true;
        in = Input.join(context.alloc(), in, data);
        try {
            read(in);
        } catch (MalformedMessage malformed) {
            fail(UpstreamFailure.Kind.MALFORMED, malformed.why());
        }
        if (in != null && !in.isReadable()) {
            in.release();
            in = null;
        }
    }

    private void read(ByteBuf data) throws MalformedMessage {
        while (handler != null && data.isReadable()) {
            if (body == null) {
                if (!readHead(data)) {
                    return;
                }
            } else {
                readBody(data, body);
            }
            if (handler != null && body != null && body.isComplete()) {
                body = null;
                reusable &= !data.isReadable();
                handler.complete();
                return;
            }
        }
    }

    private boolean readHead(ByteBuf data) throws MalformedMessage {
        int length = finder.find(data);
        if (length < 0 ? data.readableBytes() > LIMITS.bytes() : length > LIMITS.bytes()) {
            fail(UpstreamFailure.Kind.MALFORMED, "a head of more than " + LIMITS.bytes() + " bytes");
            return false;
        }
        if (length < 0) {
            return false;
        }
        byte[] bytes = new byte[length];
        data.readBytes(bytes);
        ParsedResponse head = PARSER.parse(bytes, method);
        if (head.status() == 101) {
            fail(UpstreamFailure.Kind.MALFORMED, "a switch of protocols that nobody asked for");
            return false;
        }
        if (head.isInterim() && ++interim > MAX_INTERIM) {
            fail(UpstreamFailure.Kind.MALFORMED, "more than " + MAX_INTERIM + " interim answers");
            return false;
        }
        if (!head.isInterim()) {
            body = new BodyReader(head.framing());
            reusable = head.keepAlive();
        }
        if (handler != null) {
            handler.head(head);
        }
        return true;
    }

    private void readBody(ByteBuf data, BodyReader reader) throws MalformedMessage {
        if (reader.isComplete()) {
            return;
        }
        long next = reader.next();
        if (next == 0) {
            reader.accept(data.readByte());
        } else {
            int length = (int) Math.min(next, data.readableBytes());
            reader.passed(length);
            if (handler != null) {
                handler.data(data.readRetainedSlice(length));
            }
        }
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
    public void channelInactive(ChannelHandlerContext context) {
        owner.closed(this);
        if (handler != null && body != null && body.framing().equals(Framing.UNTIL_CLOSE)) {
            body = null;
            handler.complete();
        } else {
            fail(UpstreamFailure.Kind.ABORTED, "the upstream closed the connection");
        }
        if (in != null) {
            in.release();
            in = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(UpstreamFailure.Kind.ABORTED, "the connection to the upstream broke: " + cause.getMessage());
    }

    private void fail(UpstreamFailure.Kind kind, String why) {
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
