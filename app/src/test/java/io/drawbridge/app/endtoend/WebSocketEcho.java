package io.drawbridge.app.endtoend;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// A service that sends every WebSocket message back, by Netty's codec, which is strict about what it takes.
final class WebSocketEcho implements AutoCloseable {
    /// The longest message, as Autobahn sends it.
    private static final int MESSAGE = 16 * 1024 * 1024 + 1024;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    WebSocketEcho() {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .handleCloseFrames(false)
                .sendCloseFrame(null)
                .decoderConfig(WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(MESSAGE)
                        .closeOnProtocolViolation(false)
                        .build())
                .build();
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(65_536),
                                        new WebSocketServerProtocolHandler(config),
                                        new WebSocketFrameAggregator(MESSAGE),
                                        new Echo());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// It closes its own side only, and takes what the client still sends: a reset could overtake the close
    /// frame.
    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
        private boolean closed;

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (closed) {
                return;
            }
            switch (frame) {
                case TextWebSocketFrame text -> context.writeAndFlush(text.retain());
                case BinaryWebSocketFrame binary -> context.writeAndFlush(binary.retain());
                case CloseWebSocketFrame close -> end(context, close.retain());
                default -> {
                    // The handlers before this one answer pings.
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof CorruptedWebSocketFrameException corrupted) {
                end(context, new CloseWebSocketFrame(corrupted.closeStatus()));
            } else {
                context.close();
            }
        }

        private void end(ChannelHandlerContext context, CloseWebSocketFrame close) {
            if (closed) {
                close.release();
                return;
            }
            closed = true;
            context.writeAndFlush(close).addListener(_ -> ((SocketChannel) context.channel()).shutdownOutput());
        }
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS);
    }
}
