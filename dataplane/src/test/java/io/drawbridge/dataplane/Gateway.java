package io.drawbridge.dataplane;

import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.OnUndecided;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A data plane for tests: every path goes to one upstream unless routes are given, and events are kept.
final class Gateway implements AutoCloseable {
    static final FieldBlock UNROUTED = FieldBlock.of(new HeaderField("X-Content-Type-Options", "nosniff"));

    private final Dataplane dataplane;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final InetSocketAddress address;

    Gateway(DataplaneSettings settings, List<Route> routes, UpstreamIdentity identities) throws IOException {
        Snapshot snapshot = new Snapshot(7, routes, UNROUTED);
        dataplane = new Dataplane(settings, InstantSource.system());
        address = dataplane.serve(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> snapshot, new Kept(), identities);
    }

    static Gateway before(int upstreamPort) throws IOException {
        return new Gateway(
                settings(), List.of(route("/**", forward(upstreamPort), List.of(), List.of())), UpstreamIdentity.NONE);
    }

    static DataplaneSettings settings() {
        DataplaneSettings usual = DataplaneSettings.DEFAULT;
        return new DataplaneSettings(
                2,
                usual.maxHead(),
                usual.maxFields(),
                usual.headTimeout(),
                usual.idleTimeout(),
                usual.bodyTimeout(),
                usual.maxConnections(),
                Duration.ofSeconds(2));
    }

    static Destination forward(int port) {
        return new Destination.Forward(upstream(port));
    }

    static Upstream upstream(int port) {
        return new Upstream(
                "service",
                "127.0.0.1",
                port,
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(4),
                1000,
                false);
    }

    static Route route(
            String path,
            Destination destination,
            List<Binding<Arrived>> onArrival,
            List<Binding<Identified>> onIdentified) {
        return route(path, Set.of(), destination, onArrival, Authenticator.NONE, onIdentified);
    }

    static Route route(
            String path,
            Set<String> methods,
            Destination destination,
            List<Binding<Arrived>> onArrival,
            Authenticator authenticator,
            List<Binding<Identified>> onIdentified) {
        return new Route(
                new RouteName(path),
                PathTemplate.parse(path),
                methods,
                destination,
                CrossOrigin.NONE,
                onArrival,
                authenticator,
                onIdentified);
    }

    static <E extends io.drawbridge.domain.exchange.Exchange> Binding<E> binding(
            String name, Mode mode, Policy<? super E> policy) {
        return new Binding<>(
                new PolicyName(name), policy, Stance.of(mode), OnUndecided.REFUSE, new Buckets(new byte[32]));
    }

    static UpstreamIdentity subjects() {
        return (identity, _) -> identity instanceof Identity.Verified verified
                ? Optional.of("for-" + verified.subject())
                : Optional.empty();
    }

    int port() {
        return address.getPort();
    }

    int connections() {
        return dataplane.connections();
    }

    Exchanged nextExchange() throws InterruptedException {
        for (Event event = events.poll(10, TimeUnit.SECONDS);
                event != null;
                event = events.poll(10, TimeUnit.SECONDS)) {
            if (event instanceof Exchanged exchanged) {
                return exchanged;
            }
        }
        throw new AssertionError("no exchange was recorded");
    }

    List<Event> eventsSoFar() {
        List<Event> drained = new ArrayList<>();
        events.drainTo(drained);
        return drained;
    }

    @Override
    public void close() {
        dataplane.close();
    }

    private final class Kept implements EventSink {
        @Override
        public Recorder recorder() {
            return events::add;
        }

        @Override
        public void record(Event event) {
            events.add(event);
        }
    }
}
