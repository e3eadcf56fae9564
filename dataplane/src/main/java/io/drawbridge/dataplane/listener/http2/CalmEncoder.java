package io.drawbridge.dataplane.listener.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Settings;

/// An encoder that a client cannot make hold much: answers to its pings, settings and resets that it does not
/// read are bounded, and so is the table of header fields that it may ask us to keep for it. A client with small
/// windows must open them often, so what they let through counts in its favour.
final class CalmEncoder extends DefaultHttp2ConnectionEncoder {
    private static final int MAX_UNREAD = 1_000;
    /// As large as the table is when nothing is said (RFC 9113, section 6.5.2).
    private static final long MAX_HEADER_TABLE = 4_096;

    private int unread;
    private final ChannelFutureListener read = _ -> unread--;

    CalmEncoder(Http2Connection connection, Http2FrameWriter writer, Calm calm) {
        super(connection, new Noting(writer, calm));
    }

    /// Takes note of data as it goes out: one write of ours is as many frames as the client's windows make of it.
    private static final class Noting extends DecoratingHttp2FrameWriter {
        private final Calm calm;

        Noting(Http2FrameWriter writer, Calm calm) {
            super(writer);
            this.calm = calm;
        }

        @Override
        public ChannelFuture writeData(
                ChannelHandlerContext context,
                int id,
                ByteBuf data,
                int padding,
                boolean last,
                ChannelPromise promise) {
            if (data.readableBytes() >= Calm.WORTH_A_FRAME) {
                calm.useful();
            }
            return super.writeData(context, id, data, padding, last, promise);
        }
    }

    @Override
    public void remoteSettings(Http2Settings settings) throws Http2Exception {
        Long table = settings.headerTableSize();
        if (table != null && table > MAX_HEADER_TABLE) {
            settings.headerTableSize(MAX_HEADER_TABLE);
        }
        super.remoteSettings(settings);
    }

    @Override
    public ChannelFuture writeSettingsAck(ChannelHandlerContext context, ChannelPromise promise) {
        return super.writeSettingsAck(context, counted(context, promise));
    }

    @Override
    public ChannelFuture writePing(ChannelHandlerContext context, boolean ack, long data, ChannelPromise promise) {
        return super.writePing(context, ack, data, counted(context, promise));
    }

    @Override
    public ChannelFuture writeRstStream(
            ChannelHandlerContext context, int streamId, long errorCode, ChannelPromise promise) {
        return super.writeRstStream(context, streamId, errorCode, counted(context, promise));
    }

    private ChannelPromise counted(ChannelHandlerContext context, ChannelPromise promise) {
        ChannelPromise unvoided = promise.unvoid();
        if (++unread > MAX_UNREAD) {
            context.flush();
            if (unread > MAX_UNREAD) {
                // It asks and asks, and reads none of the answers: nothing that is written would reach it.
                context.channel().close();
                context.close();
            }
        }
        unvoided.addListener(read);
        return unvoided;
    }
}
