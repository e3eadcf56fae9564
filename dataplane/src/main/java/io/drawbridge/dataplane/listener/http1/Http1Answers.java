package io.drawbridge.dataplane.listener.http1;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.Version;
import io.drawbridge.dataplane.listener.Additions;
import io.drawbridge.dataplane.listener.DateField;
import io.drawbridge.dataplane.listener.Trailers;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The answers on one connection, one after the other, each in the framing that its client can take.
final class Http1Answers {
    private static final ByteBuf CRLF = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");
    private static final ByteBuf CONTINUE = constant("HTTP/1.1 100 Continue\r\n\r\n");

    private final Channel channel;
    private final DateField date;
    private Framing framing = Framing.NONE;

    Http1Answers(Channel channel, DateField date) {
        this.channel = channel;
        this.date = date;
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(text.length())
                .writeBytes(text.getBytes(StandardCharsets.US_ASCII))
                .asReadOnly());
    }

    void own(
            int status,
            String contentType,
            byte[] body,
            List<HeaderField> fields,
            boolean bodiless,
            Additions additions,
            ResponseWriter.Onward onward) {
        ByteBuf out = channel.alloc().buffer(1024 + body.length);
        ResponseWriter.own(out, status, contentType, body, fields, bodiless, additions, onward, date);
        write(out);
        channel.flush();
    }

    void askForBody() {
        write(CONTINUE.duplicate());
        channel.flush();
    }

    void interim(ParsedResponse head) {
        ByteBuf out = channel.alloc().buffer(1024);
        ResponseWriter.interim(out, head);
        write(out);
        channel.flush();
    }

    void switched(ParsedResponse head, Additions additions) {
        framing = Framing.UNTIL_CLOSE;
        ByteBuf out = channel.alloc().buffer(1024);
        ResponseWriter.switched(out, head, additions, date);
        write(out);
        channel.flush();
    }

    /// The framing in which a client of this version gets a body.
    static Framing framing(ParsedRequest request, Framing framing) {
        boolean streamed = framing instanceof Framing.Chunked || framing instanceof Framing.UntilClose;
        return !streamed ? framing : request.version() == Version.HTTP_1_0 ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
    }

    void head(
            ParsedRequest request,
            ParsedResponse head,
            Framing toClient,
            Additions additions,
            ResponseWriter.Onward onward) {
        framing = toClient;
        boolean toHead = request.head().method().equals("HEAD");
        ByteBuf out = channel.alloc().buffer(1024);
        try {
            ResponseWriter.write(out, head, toClient, toHead, additions, onward, date);
        } catch (RuntimeException failure) {
            out.release();
            throw failure;
        }
        write(out);
    }

    void data(ByteBuf data) {
        if (framing instanceof Framing.Chunked) {
            ByteBuf size = channel.alloc().buffer(12);
            ResponseWriter.ascii(size, Integer.toHexString(data.readableBytes()));
            ResponseWriter.ascii(size, "\r\n");
            write(size);
            write(data);
            write(CRLF.duplicate());
        } else {
            write(data);
        }
    }

    void end(Fields trailers) {
        if (framing instanceof Framing.Chunked) {
            write(
                    trailers.count() == 0
                            ? LAST_CHUNK.duplicate()
                            : Unpooled.wrappedBuffer(Trailers.lastChunk(trailers)));
        }
        channel.flush();
    }

    private void write(ByteBuf data) {
        channel.write(data, channel.voidPromise());
    }
}
