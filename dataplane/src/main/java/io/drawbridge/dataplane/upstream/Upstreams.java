package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamStatus;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// All upstreams of the node. It knows which are configured, and asks from time to time what has to be asked
/// without a request: the addresses of names, and whether targets are well.
public final class Upstreams implements UpstreamStatus.Source {
    /// How often [#tick] is called.
    public static final long TICK_MILLIS = 100;

    private static final System.Logger LOG = System.getLogger(Upstreams.class.getName());

    private final Map<String, Cluster> clusters = new ConcurrentHashMap<>();
    private final Map<Object, Configured> configured = new HashMap<>();
    private final LongSupplier nanoTime;
    private final SplittableRandom random;
    private final AddressSource addresses;
    private final Executor offLoop;
    private final Prober prober;
    private final Journal journal;

    private record Configured(long version, List<Upstream> upstreams) {}

    /// @param offLoop runs what may take its time
    Upstreams(
            LongSupplier nanoTime,
            SplittableRandom random,
            AddressSource addresses,
            Executor offLoop,
            Prober prober,
            Journal journal) {
        this.nanoTime = nanoTime;
        this.random = random;
        this.addresses = addresses;
        this.offLoop = offLoop;
        this.prober = prober;
        this.journal = journal;
    }

    /// With the machine's clock and resolver. Health checks run on the group's loops, over connections like
    /// those of requests.
    public static Upstreams on(EventLoopGroup group, Connector connector) {
        return new Upstreams(
                System::nanoTime,
                new SplittableRandom(),
                AddressSource::ofMachine,
                Thread::startVirtualThread,
                new HttpProber(group, connector),
                LOG::log);
    }

    /// The connections of one loop.
    public UpstreamPool pool(EventLoop loop, Connector connector) {
        return new UpstreamPool(loop, this, connector, nanoTime);
    }

    /// Tells which upstreams there are, on behalf of somebody. Where several name an upstream, the last word
    /// counts.
    ///
    /// @param whose the same object each time
    /// @param version grows with every change; an older one than before is not listened to
    public synchronized void configure(Object whose, long version, Collection<Upstream> upstreams) {
        Configured before = configured.get(whose);
        if (before != null && before.version() > version) {
            return;
        }
        configured.put(whose, new Configured(version, List.copyOf(upstreams)));
        long now = nanoTime.getAsLong();
        for (Upstream upstream : upstreams) {
            cluster(upstream).configure(upstream, now);
        }
        Set<String> wanted = new HashSet<>();
        configured.values().forEach(some -> some.upstreams().forEach(upstream -> wanted.add(upstream.name())));
        clusters.entrySet().removeIf(entry -> {
            if (wanted.contains(entry.getKey())) {
                return false;
            }
            entry.getValue().retire();
            return true;
        });
        tick();
    }

    /// The upstream's cluster. An exchange may still ask for an upstream that was just taken out of the
    /// configuration: it gets one until the next change.
    Cluster cluster(Upstream upstream) {
        Cluster known = clusters.get(upstream.name());
        return known != null
                ? known
                : clusters.computeIfAbsent(upstream.name(), _ -> new Cluster(upstream, journal, nanoTime.getAsLong()));
    }

    synchronized RandomGenerator random() {
        return random.split();
    }

    /// Does what is due. Called every [#TICK_MILLIS] milliseconds; it does not wait for anything.
    public void tick() {
        long now = nanoTime.getAsLong();
        for (Cluster cluster : clusters.values()) {
            Cluster.Due due = cluster.tick(now);
            due.names().forEach(name -> offLoop.execute(() -> lookUp(cluster, name)));
            if (!due.checks().isEmpty()) {
                Upstream upstream = cluster.upstream();
                upstream.resilience()
                        .health()
                        .ifPresent(check -> due.checks().forEach(target -> probe(cluster, upstream, target, check)));
            }
        }
    }

    private void lookUp(Cluster cluster, String name) {
        try {
            List<InetAddress> found = addresses.lookUp(name);
            cluster.found(name, found, nanoTime.getAsLong());
        } catch (UnknownHostException | RuntimeException failure) {
            cluster.notFound(name, nanoTime.getAsLong());
        }
    }

    private void probe(Cluster cluster, Upstream upstream, TargetState target, HealthCheck check) {
        long next = nanoTime.getAsLong() + (long) (check.interval().toNanos() * (0.9 + 0.2 * random().nextDouble()));
        prober.probe(upstream, target, check, outcome -> cluster.probed(target, outcome, next));
    }

    @Override
    public List<UpstreamStatus> upstreams() {
        return clusters.values().stream()
                .map(Cluster::status)
                .sorted(Comparator.comparing(UpstreamStatus::name))
                .toList();
    }
}
