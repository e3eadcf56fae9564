package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.codec.BodyReader;
import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.domain.exchange.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A connection to an upstream that speaks HTTP/1.1: one exchange has it at a time.
final class Http1UpstreamConnection extends UpstreamConnection {
    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    private final HeadFinder finder = new HeadFinder();
    private @Nullable BodyReader body;
    private @Nullable ByteBuf in;

    Http1UpstreamConnection(Owner owner, Channel channel) {
        super(owner, channel);
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length())
                .writeBytes(text.getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());
    }

    @Override
    public void head(ByteBuf head) {
        write(head);
    }

    @Override
    public void data(ByteBuf data) {
        if (chunked) {
            ByteBuf size = buffer(12);
            size.writeCharSequence(Integer.toHexString(data.readableBytes()) + "\r\n", StandardCharsets.US_ASCII);
            write(size);
            write(data);
            write(CRLF.duplicate());
        } else {
            write(data);
        }
    }

    @Override
    public void end(Fields trailers) {
        if (chunked && trailers.count() == 0) {
            write(LAST_CHUNK.duplicate());
        } else if (chunked) {
            write(Unpooled.wrappedBuffer(lastChunk(trailers)));
        }
        flush();
    }

    private static byte[] lastChunk(Fields trailers) {
        StringBuilder last = new StringBuilder("0\r\n");
        for (int i = 0; i < trailers.count(); i++) {
            last.append(trailers.name(i)).append(": ").append(trailers.value(i)).append("\r\n");
        }
        return last.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
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
                Fields trailers = body.trailers();
                body = null;
                reusable &= !data.isReadable();
                handler.complete(trailers);
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
        if (!isInPlace(head)) {
            return false;
        }
        boolean switching = head.status() == 101;
        if (!head.isInterim()) {
            body = new BodyReader(switching ? Framing.UNTIL_CLOSE : head.framing());
            reusable = head.keepAlive() && !switching;
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
    public void channelInactive(ChannelHandlerContext context) {
        owner.closed(this);
        if (handler != null && body != null && body.framing().equals(Framing.UNTIL_CLOSE)) {
            body = null;
            handler.complete(Fields.NONE);
        } else {
            fail(UpstreamFailure.Kind.ABORTED, "the upstream closed the connection");
        }
        if (in != null) {
            in.release();
            in = null;
        }
    }
}
