package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.tls.TlsSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sends back what it gets, behind TLS, and reads only when it is told to, as the gateway's connections do.
final class TlsServer implements AutoCloseable {
    final TlsCounts counts = new TlsCounts(new AtomicLong()::get);
    final TlsFront front;
    private final LinkedBlockingQueue<Secured> secured = new LinkedBlockingQueue<>();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listening;

    private TlsServer(TlsEngine engine, TlsSettings settings, Duration timeout, List<ApplicationProtocol> offered) {
        front = new TlsFront(engine, settings, offered, timeout, counts);
        listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        front.secure(channel, outcome -> {
                            secured.add(outcome);
                            channel.pipeline().addLast(new Echo());
                        });
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    static TlsServer start(
            TlsEngine engine, TlsSettings settings, Duration timeout, List<ApplicationProtocol> offered) {
        return new TlsServer(engine, settings, timeout, offered);
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /// What the next finished handshake said.
    Secured next() throws InterruptedException {
        Secured next = secured.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no handshake was finished");
        }
        return next;
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
            context.read();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
