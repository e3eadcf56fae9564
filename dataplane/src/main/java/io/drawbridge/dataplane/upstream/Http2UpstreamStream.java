package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.Http2Answer;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.domain.exchange.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One stream of a connection to an upstream that speaks HTTP/2. Other streams of the connection are others'
/// matter; a stream is used once.
final class Http2UpstreamStream extends UpstreamConnection {
    private @Nullable Http2Headers request;
    private boolean answering;
    private boolean answered;
    private long left = -1;

    Http2UpstreamStream(Owner owner, Channel channel) {
        super(owner, channel);
    }

    // The request.

    @Override
    public void head(ByteBuf head) {
        try {
            request = headers(head.toString(StandardCharsets.ISO_8859_1));
        } finally {
            head.release();
        }
        if (chunked) {
            sendHead(false);
        }
    }

    /// From the form that the gateway writes: it is its own, so nothing has to be checked again.
    private static Http2Headers headers(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] first = lines[0].split(" ", 3);
        Http2Headers headers = new DefaultHttp2Headers(false, lines.length + 4);
        headers.method(AsciiString.of(first[0])).scheme("http").path(AsciiString.of(first[1]));
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                continue;
            }
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            AsciiString value =
                    new AsciiString(lines[i].substring(colon + 1).strip().getBytes(StandardCharsets.ISO_8859_1), false);
            switch (name) {
                case "host" -> headers.authority(value);
                case "connection", "transfer-encoding", "upgrade" -> {
                    // They are about a connection of HTTP/1.1.
                }
                default -> headers.add(AsciiString.of(name), value);
            }
        }
        return headers;
    }

    private void sendHead(boolean last) {
        Http2Headers head = request;
        request = null;
        if (head != null) {
            send(new DefaultHttp2HeadersFrame(head, last));
        }
    }

    @Override
    public void data(ByteBuf data) {
        sendHead(false);
        send(new DefaultHttp2DataFrame(data, false));
    }

    @Override
    public void end(Fields trailers) {
        if (request != null) {
            sendHead(true);
        } else if (trailers.count() > 0) {
            Http2Headers last = new DefaultHttp2Headers(false, trailers.count());
            for (int i = 0; i < trailers.count(); i++) {
                last.add(AsciiString.of(trailers.name(i).toLowerCase(Locale.ROOT)), AsciiString.of(trailers.value(i)));
            }
            send(new DefaultHttp2HeadersFrame(last, true));
        } else {
            send(new DefaultHttp2DataFrame(true));
        }
        flush();
    }

    private void send(Object frame) {
        channel.write(frame).addListener(written -> {
            if (!written.isSuccess() && handler != null) {
                fail(UpstreamFailure.Kind.ABORTED, "the request could not be written: " + written.cause());
            }
        });
    }

    // The answer.

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (handler == null) {
                return;
            }
            touched = true;
            switch (message) {
                case Http2HeadersFrame headers -> headers(headers);
                case Http2DataFrame data -> data(data);
                default -> {
                    // Nothing else belongs to the answer.
                }
            }
        } catch (MalformedMessage malformed) {
            fail(UpstreamFailure.Kind.MALFORMED, malformed.why());
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void headers(Http2HeadersFrame frame) throws MalformedMessage {
        Http2Answer answer = new Http2Answer();
        for (Map.Entry<CharSequence, CharSequence> field : frame.headers()) {
            AsciiString name = AsciiString.of(field.getKey());
            AsciiString value = AsciiString.of(field.getValue());
            answer.add(
                    name.array(),
                    name.arrayOffset(),
                    name.arrayOffset() + name.length(),
                    value.array(),
                    value.arrayOffset(),
                    value.arrayOffset() + value.length());
        }
        if (answering) {
            whole(answer.trailers());
            return;
        }
        ParsedResponse head = answer.finish(PARSER, method, frame.isEndStream());
        if (!isInPlace(head)) {
            return;
        }
        answering = !head.isInterim();
        left = head.framing() instanceof Framing.Length length ? length.bytes() : -1;
        if (handler != null) {
            handler.head(head);
        }
        if (frame.isEndStream()) {
            whole(Fields.NONE);
        }
    }

    private void data(Http2DataFrame frame) throws MalformedMessage {
        int size = frame.content().readableBytes();
        if (!answering || (left >= 0 && (left -= size) < 0)) {
            fail(UpstreamFailure.Kind.MALFORMED, "data that no head announced");
            return;
        }
        if (size > 0 && handler != null) {
            handler.data(frame.content().retain());
        }
        if (frame.isEndStream()) {
            whole(Fields.NONE);
        }
    }

    private void whole(Fields trailers) {
        ResponseHandler waiting = handler;
        if (left > 0) {
            fail(UpstreamFailure.Kind.ABORTED, "the answer is shorter than it says");
        } else if (waiting != null && !answered) {
            answered = true;
            waiting.complete(trailers);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            fail(UpstreamFailure.Kind.ABORTED, "the upstream reset the stream with error " + reset.errorCode());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        owner.closed(this);
        fail(UpstreamFailure.Kind.ABORTED, "the upstream closed the stream");
    }
}
