package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.DataplaneSettings;
import io.drawbridge.dataplane.tls.TlsEngine;
import io.drawbridge.dataplane.tls.UpstreamTls;
import io.drawbridge.dataplane.upstream.Connector;
import io.drawbridge.dataplane.upstream.Http2Connector;
import io.drawbridge.dataplane.upstream.TcpConnector;
import io.drawbridge.dataplane.upstream.Upstreams;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.snapshot.Snapshot;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The event loops and the sockets that listen on them.
public final class Loops implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Loops.class.getName());

    private final DataplaneSettings settings;
    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final List<Channel> listening = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final LongAdder requestsThatGaveWay = new LongAdder();
    private final Capacity capacity;
    private final List<Site> sites = new CopyOnWriteArrayList<>();
    private final Connector connector;
    private final Upstreams upstreams;
    private final InstantSource clock;
    private final InheritedSockets sockets;
    private volatile boolean draining;

    public Loops(DataplaneSettings settings, Transport transport, InstantSource clock, InheritedSockets sockets) {
        this.sockets = sockets;
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
        int number =
                settings.loops() > 0 ? settings.loops() : Runtime.getRuntime().availableProcessors();
        this.capacity = new Capacity(number, OpenFiles.forClients(), settings.maxConnections());
        this.group = new MultiThreadIoEventLoopGroup(number, transport.handlers());
        UpstreamTls tls = new UpstreamTls(TlsEngine.best());
        this.connector = new Http2Connector(transport.client(), new TcpConnector(transport.client(), tls), tls);
        this.upstreams = Upstreams.on(group, connector);
        group.scheduleWithFixedDelay(this::tick, Upstreams.TICK_MILLIS, Upstreams.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Listens, and serves this site.
    ///
    /// @param entry what is done with each connection
    /// @return the address that it got
    /// @throws IOException when the address cannot be had
    public synchronized InetSocketAddress listen(InetSocketAddress address, Site site, Entry entry) throws IOException {
        site.followedBy(snapshot -> upstreams.configure(site, snapshot.version(), upstreamsOf(snapshot)));
        var bootstrap = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(capacity.acceptedAtOnce()))
                .handler(new ChannelInitializer<ServerChannel>() {
                    @Override
                    protected void initChannel(ServerChannel channel) {
                        channel.pipeline()
                                .addLast(new Door(
                                        capacity,
                                        site,
                                        loop(channel.eventLoop()).guests(),
                                        Loops.this::makeRoom));
                    }
                })
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 128 * 1024))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, site, entry);
                    }
                });
        Optional<ServerChannel> inherited = sockets.claim(address, transport);
        var bind = inherited
                .map(socket -> bootstrap.channelFactory(() -> socket).register())
                .orElseGet(() -> bootstrap.channel(transport.server()).bind(address))
                .awaitUninterruptibly();
        if (!bind.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bind.cause().getMessage(), bind.cause());
        }
        listening.add(bind.channel());
        sites.add(site);
        return (InetSocketAddress) bind.channel().localAddress();
    }

    private void accept(SocketChannel channel, Site site, Entry entry) {
        connections.incrementAndGet();
        Loop loop = loop(channel.eventLoop());
        channel.closeFuture().addListener(_ -> {
            connections.decrementAndGet();
            loop.guests().left(channel);
        });
        InetSocketAddress remote = channel.remoteAddress();
        if (draining || remote == null) {
            channel.close();
            return;
        }
        ClientAddress source = ClientAddress.of(remote.getAddress());
        loop.guests().arrived(channel, site, source);
        capacity.makeRoomFor(channel, loop.guests(), site);
        if (!channel.isOpen()) {
            return;
        }
        if (site.clients().expectsHeader(source)) {
            channel.pipeline()
                    .addLast(new ProxyHeaderReader(
                            site.clients(), source, client -> entry.accept(channel, loop, site, Peer.plain(client))));
        } else if (site.clients().isProxy(source)) {
            serve(channel, loop, site, source, entry);
        } else {
            switch (loop.probation().admit(source.network(), System.nanoTime())) {
                case Probation.Admission.AtOnce _ -> serve(channel, loop, site, source, entry);
                case Probation.Admission.Late late -> {
                    ChannelHandler silence = new Silence();
                    channel.pipeline().addLast(silence);
                    channel.eventLoop()
                            .schedule(
                                    () -> {
                                        if (channel.isOpen()) {
                                            channel.pipeline().remove(silence);
                                            serve(channel, loop, site, source, entry);
                                        }
                                    },
                                    late.delay().toNanos(),
                                    TimeUnit.NANOSECONDS);
                }
                case Probation.Admission.Never _ -> {
                    capacity.turnedAway();
                    channel.close();
                }
            }
        }
    }

    /// Keeps a connection that is not served yet. It reads nothing, and when the client resets it nobody minds.
    private static final class Silence extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private void serve(SocketChannel channel, Loop loop, Site site, ClientAddress source, Entry entry) {
        if (draining) {
            channel.close();
        } else if (channel.isOpen()) {
            entry.accept(channel, loop, site, Peer.plain(source));
        }
    }

    private Loop loop(EventLoop wanted) {
        return loops.computeIfAbsent(
                wanted,
                executor -> new Loop(
                        executor,
                        group.executorCount(),
                        settings,
                        clock,
                        upstreams.pool(executor, connector),
                        requestsThatGaveWay));
    }

    private void makeRoom() {
        loops.forEach((executor, loop) -> executor.execute(() -> capacity.makeRoom(loop.guests())));
    }

    /// Figures for operators.
    public Map<String, LongSupplier> counters() {
        Map<String, LongSupplier> counters = new HashMap<>(capacity.counters());
        counters.put("connections_open", connections::get);
        counters.put("requests_ended_for_room", requestsThatGaveWay::sum);
        return counters;
    }

    private static List<Upstream> upstreamsOf(Snapshot snapshot) {
        return snapshot.routes().stream()
                .flatMap(route -> switch (route.destination()) {
                    case Destination.Forward forward -> Stream.of(forward.upstream());
                    case Destination.Own _, Destination.AtOnce _ -> Stream.empty();
                })
                .distinct()
                .toList();
    }

    /// Looks after the upstreams, with or without requests.
    private void tick() {
        try {
            sites.forEach(Site::routed);
            upstreams.tick();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "the upstreams could not be looked after", failure);
        }
    }

    /// What the sites forward to.
    public Upstreams upstreams() {
        return upstreams;
    }

    /// Whether every loop does a piece of work within this time.
    public boolean isResponsive(Duration patience) {
        CountDownLatch done = new CountDownLatch(group.executorCount());
        group.forEach(loop -> loop.execute(done::countDown));
        try {
            return done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Stops accepting, lets what is under way end for as long as `drain` says, then closes the rest. A second
    /// call does nothing.
    @Override
    public synchronized void close() {
        if (group.isShuttingDown()) {
            return;
        }
        draining = true;
        listening.forEach(channel -> channel.close().awaitUninterruptibly());
        listening.clear();
        loops.forEach((executor, loop) -> executor.execute(loop::drain));
        long deadline = System.nanoTime() + settings.drain().toNanos();
        CountDownLatch empty = new CountDownLatch(1);
        var watch = group.scheduleWithFixedDelay(
                () -> {
                    if (connections.get() == 0) {
                        empty.countDown();
                    }
                },
                0,
                20,
                TimeUnit.MILLISECONDS);
        try {
            if (!empty.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} connections were still open after the drain of {1} and are closed",
                        connections.get(),
                        settings.drain());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        watch.cancel(false);
        loops.forEach((executor, loop) -> executor.execute(loop::closeAll));
        group.shutdownGracefully(0, Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }
}
