package io.drawbridge.dataplane.upstream;

import io.drawbridge.dataplane.tls.ApplicationProtocol;
import io.drawbridge.dataplane.tls.UpstreamTls;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamSecurity;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/// HTTP/2, with prior knowledge or agreed on over TLS, for upstreams that speak it: streams on connections that
/// the exchanges of one event loop share. Upstreams that speak HTTP/1.1 go to another connector.
public final class Http2Connector implements Connector {
    /// As many as servers usually allow; theirs counts as soon as it is known.
    private static final long STREAMS_UNTIL_TOLD = 100;
    private static final int STREAM_WINDOW = 256 * 1024;

    private record Key(EventLoop loop, String upstream, Target target, InetSocketAddress address) {}

    private final Class<? extends Channel> transport;
    private final Connector http1;
    private final UpstreamTls tls;
    private final Map<Key, List<Link>> links = new ConcurrentHashMap<>();

    public Http2Connector(Class<? extends Channel> transport, Connector http1, UpstreamTls tls) {
        this.tls = tls;
        this.transport = transport;
        this.http1 = http1;
    }

    @Override
    public void connect(
            EventLoop loop,
            Upstream upstream,
            Target target,
            InetSocketAddress address,
            Function<Channel, UpstreamConnection> made,
            Consumer<Outcome> done) {
        switch (upstream.protocol()) {
            case HTTP1 -> http1.connect(loop, upstream, target, address, made, done);
            case HTTP2 -> {
                Key key = new Key(loop, upstream.name(), target, address);
                List<Link> open = links.computeIfAbsent(key, _ -> new ArrayList<>());
                for (Link link : open) {
                    if (link.hasRoom()) {
                        link.open(made, done);
                        return;
                    }
                }
                Link link = new Link(key, upstream);
                open.add(link);
                link.open(made, done);
            }
        }
    }

    /// One connection, and the streams on it. Only its event loop touches it.
    private final class Link extends ChannelInboundHandlerAdapter {
        private final Key key;
        private final Upstream upstream;
        private final ChannelFuture connecting;
        private long maxStreams = STREAMS_UNTIL_TOLD;
        private int streams;
        private boolean leaving;

        Link(Key key, Upstream upstream) {
            this.key = key;
            this.upstream = upstream;
            ChannelFuture socket = new Bootstrap()
                    .group(key.loop())
                    .channel(transport)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                            Math.max(1, upstream.connectTimeout().toMillis()))
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 128 * 1024))
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            switch (key.target().security()) {
                                case UpstreamSecurity.Plain _ -> {
                                    // Nothing stands before HTTP/2.
                                }
                                case UpstreamSecurity.Tls secured ->
                                    tls.secure(
                                            channel,
                                            key.target(),
                                            secured.authorities(),
                                            ApplicationProtocol.HTTP_2,
                                            upstream.connectTimeout());
                            }
                            channel.pipeline()
                                    .addLast(Http2FrameCodecBuilder.forClient()
                                            .initialSettings(new Http2Settings()
                                                    .pushEnabled(false)
                                                    .initialWindowSize(STREAM_WINDOW)
                                                    .maxHeaderListSize(UpstreamConnection.LIMITS.bytes()))
                                            .build())
                                    .addLast(new Http2MultiplexHandler(Link.this))
                                    .addLast(Link.this);
                        }
                    })
                    .connect(key.address());
            this.connecting = switch (key.target().security()) {
                case UpstreamSecurity.Plain _ -> socket;
                case UpstreamSecurity.Tls _ -> UpstreamTls.ready(socket, ApplicationProtocol.HTTP_2);
            };
            connecting.channel().closeFuture().addListener(_ -> forget());
        }

        @Override
        public boolean isSharable() {
            // It stands in one pipeline; as the handler of streams that upstreams may not open it is never
            // used.
            return true;
        }

        boolean hasRoom() {
            return !leaving && streams < maxStreams;
        }

        void open(Function<Channel, UpstreamConnection> made, Consumer<Outcome> done) {
            streams++;
            connecting.addListener(_ -> {
                if (!connecting.isSuccess()) {
                    ended();
                    done.accept(new Outcome.Failed(TcpConnector.failure(connecting.cause(), upstream, key.address())));
                    return;
                }
                Future<Http2StreamChannel> opened = new Http2StreamChannelBootstrap(connecting.channel())
                        .option(ChannelOption.AUTO_READ, false)
                        .handler(new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(made.apply(channel));
                            }
                        })
                        .open();
                opened.addListener(_ -> opened(opened, done));
            });
        }

        private void opened(Future<Http2StreamChannel> opened, Consumer<Outcome> done) {
            UpstreamConnection stream =
                    opened.isSuccess() ? opened.getNow().pipeline().get(UpstreamConnection.class) : null;
            if (stream == null) {
                ended();
                done.accept(new Outcome.Failed(UpstreamFailure.before(
                        UpstreamFailure.Kind.UNREACHABLE, "no stream could be opened: " + opened.cause())));
                return;
            }
            opened.getNow().closeFuture().addListener(_ -> ended());
            done.accept(new Outcome.Connected(stream));
        }

        private void ended() {
            streams--;
            if (streams == 0 && leaving) {
                connecting.channel().close();
            } else if (streams == 0) {
                key.loop().schedule(this::closeIfIdle, upstream.idleTimeout().toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void closeIfIdle() {
            if (streams == 0) {
                leave();
                connecting.channel().close();
            }
        }

        private void leave() {
            leaving = true;
            forget();
        }

        private void forget() {
            leaving = true;
            links.computeIfPresent(key, (_, open) -> {
                open.remove(this);
                return open.isEmpty() ? null : open;
            });
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                switch (message) {
                    case Http2SettingsFrame settings -> {
                        Long most = settings.settings().maxConcurrentStreams();
                        maxStreams = most == null ? maxStreams : most;
                    }
                    // Streams that are open end as they would have; new ones need another connection.
                    case Http2GoAwayFrame _ -> leave();
                    default -> {
                        // Everything else is Netty's matter, or a stream's.
                    }
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            leave();
            context.close();
        }
    }
}
