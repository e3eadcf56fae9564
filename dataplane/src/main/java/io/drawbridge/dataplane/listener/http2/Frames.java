package io.drawbridge.dataplane.listener.http2;

import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.Http2Head;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.RequestParser;
import io.drawbridge.dataplane.listener.Unreadable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.jspecify.annotations.Nullable;

/// The frames of one connection as they come: each goes to its stream, and what is no use to any is counted.
final class Frames extends Http2EventAdapter implements Http2RemoteFlowController.Listener {
    private final Http2ClientConnection connection;
    private final RequestParser parser;
    private final Http2Connection.PropertyKey key;
    private final Calm calm;

    Frames(Http2ClientConnection connection, Calm calm) {
        this.connection = connection;
        this.calm = calm;
        this.parser = new RequestParser(new HeadLimits(
                connection.loop().settings().maxHead(),
                connection.loop().settings().maxFields()));
        this.key = connection.connection().newKey();
    }

    Calm calm() {
        return calm;
    }

    @Nullable
    Http2ClientStream of(Http2Stream stream) {
        return stream.getProperty(key);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean last)
            throws Http2Exception {
        onHeadersRead(context, id, headers, padding, last);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean last)
            throws Http2Exception {
        calm.useful();
        Http2Stream stream = connection.connection().stream(id);
        if (stream == null) {
            return;
        }
        Http2ClientStream known = of(stream);
        Http2Head head = new Http2Head(parser);
        try {
            Heads.read(headers, head);
            if (known != null) {
                known.received(head.trailers());
            } else {
                ParsedRequest request = head.finish(last);
                Http2ClientStream opened = open(stream);
                opened.arrived(request, last);
                connection.beginLater(opened);
            }
        } catch (MalformedMessage malformed) {
            if (known != null) {
                throw Http2Exception.streamError(id, Http2Error.PROTOCOL_ERROR, "%s", malformed.why());
            }
            calm.reset();
            refuse(stream, malformed.status(), malformed.why());
        }
    }

    private Http2ClientStream open(Http2Stream stream) {
        Http2ClientStream opened = new Http2ClientStream(connection, stream);
        stream.setProperty(key, opened);
        connection.opened(opened);
        return opened;
    }

    /// Answers a request whose head cannot be used.
    void refuse(Http2Stream stream, int status, String why) {
        Http2ClientStream refused = open(stream);
        refused.willBeReset(Http2Error.PROTOCOL_ERROR);
        Unreadable.refuse(refused, status, why);
        refused.over();
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean last)
            throws Http2Exception {
        if (data.isReadable() || last) {
            calm.useful();
        } else {
            calm.idle();
        }
        Http2Stream stream = connection.connection().stream(id);
        Http2ClientStream known = stream == null ? null : of(stream);
        return padding + (known == null ? data.readableBytes() : known.received(data, last));
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long errorCode) throws Http2Exception {
        Http2Stream stream = connection.connection().stream(id);
        Http2ClientStream known = stream == null ? null : of(stream);
        if (known != null && known.isUnanswered()) {
            calm.reset();
        } else {
            calm.idle();
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        connection.greeted();
        calm.idle();
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
        calm.idle();
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
        calm.idle();
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
        calm.idle();
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext context, int id, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        calm.idle();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int id, int increment) throws Http2Exception {
        calm.idle();
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext context, byte type, int id, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        calm.idle();
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        Http2ClientStream known = of(stream);
        if (known != null) {
            known.gone();
            connection.closed(known);
        }
    }

    @Override
    public void writabilityChanged(Http2Stream stream) {
        Http2ClientStream known = of(stream);
        if (known != null && connection.isWritable(stream)) {
            known.writable();
        }
    }
}
