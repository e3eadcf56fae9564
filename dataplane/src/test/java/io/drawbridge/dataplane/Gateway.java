package io.drawbridge.dataplane;

import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.listener.Transport;
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
import io.drawbridge.domain.route.ConnectionQueue;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Resilience;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.route.UpstreamStatus;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;

/// A data plane for tests, whose snapshot can be changed and whose events are kept.
final class Gateway implements AutoCloseable {
    static final FieldBlock UNROUTED = FieldBlock.of(new HeaderField("X-Content-Type-Options", "nosniff"));

    /// A denial with a reason that no client may see.
    static final Verdict DENY = new Verdict.Deny(
            new Reason(EventName.ACCESS_DENIED, "not-the-owner", "for operators only"),
            new Refusal(
                    403, "not-yours", "Not yours", "Ask for your own.", List.of(new HeaderField("X-Why", "policy"))),
            new Advice.Tell(FieldBlock.of(new HeaderField("Deprecation", "@0"), new HeaderField("Link", "</guide>"))));

    static final EventSink NOWHERE = new EventSink() {
        @Override
        public Recorder recorder() {
            return _ -> {};
        }

        @Override
        public void record(Event event) {
            // Nobody asks.
        }
    };

    private final Dataplane dataplane;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicReference<Snapshot> snapshot;
    final InetSocketAddress address;

    private Gateway(Setup setup) throws IOException {
        Assumptions.assumeTrue(
                setup.transport == Transport.NIO || Transport.best() == Transport.EPOLL,
                "SKIPPED: the native library of epoll does not load here");
        snapshot = new AtomicReference<>(new Snapshot(7, setup.routes, UNROUTED, UNROUTED, setup.onUnrouted));
        dataplane = new Dataplane(setup.settings, setup.transport, InstantSource.system());
        address = dataplane.serve(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                snapshot::get,
                setup.events.orElseGet(Kept::new),
                setup.identities,
                setup.clients);
    }

    /// How a gateway is set up; without another word it has no route.
    static final class Setup {
        private final Transport transport;
        private DataplaneSettings settings = Gateway.settings();
        private List<Route> routes = List.of();
        private UpstreamIdentity identities = UpstreamIdentity.NONE;
        private Optional<EventSink> events = Optional.empty();
        private ClientAddresses clients = ClientAddresses.OF_CONNECTIONS;
        private List<Binding<Arrived>> onUnrouted = List.of();

        private Setup(Transport transport) {
            this.transport = transport;
        }

        Setup settings(DataplaneSettings other) {
            settings = other;
            return this;
        }

        Setup routes(Route... several) {
            routes = List.of(several);
            return this;
        }

        Setup identities(UpstreamIdentity other) {
            identities = other;
            return this;
        }

        Setup clients(ClientAddresses other) {
            clients = other;
            return this;
        }

        Setup onUnrouted(Binding<Arrived> binding) {
            onUnrouted = List.of(binding);
            return this;
        }

        /// Instead of keeping them.
        Setup events(EventSink other) {
            events = Optional.of(other);
            return this;
        }

        Gateway start() throws IOException {
            return new Gateway(this);
        }
    }

    static Setup on(Transport transport) {
        return new Setup(transport);
    }

    /// A gateway that passes everything to this service.
    static Gateway before(Transport transport, Service service) throws IOException {
        return on(transport).routes(route("/**", forward(service.port()))).start();
    }

    static Gateway before(int upstreamPort) throws IOException {
        return on(Transport.best()).routes(route("/**", forward(upstreamPort))).start();
    }

    /// Serves these routes from the next request on.
    void change(Route... routes) {
        snapshot.set(new Snapshot(snapshot.get().version() + 1, List.of(routes), UNROUTED));
    }

    /// One loop, so that whatever one connection does could disturb every other.
    static DataplaneSettings settings() {
        return settings(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    static DataplaneSettings settings(Duration head, Duration idle, Duration body) {
        return settings(head, idle, body, 1_000, Duration.ofSeconds(10));
    }

    static DataplaneSettings settings(Duration head, Duration idle, Duration body, int maxConnections, Duration drain) {
        return new DataplaneSettings(1, 16 * 1024, 100, head, idle, body, maxConnections, drain);
    }

    static Destination forward(int port) {
        return new Destination.Forward(upstream(port));
    }

    static Upstream upstream(int port) {
        return upstream(port, Duration.ofSeconds(10), Duration.ofSeconds(20), 1_000);
    }

    static Upstream upstream(int port, Duration connect, Duration response, int maxConnections) {
        return new Upstream(
                        "service-" + port,
                        "127.0.0.1",
                        port,
                        connect,
                        response,
                        Duration.ofSeconds(20),
                        maxConnections,
                        false)
                .with(Resilience.DEFAULT.with(ConnectionQueue.NONE));
    }

    static Route route(String path, Destination destination) {
        return route(path, destination, List.of(), List.of());
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

    List<UpstreamStatus> upstreams() {
        return dataplane.upstreams();
    }

    int connections() {
        return (int) figure("connections_open");
    }

    /// One of the figures for operators.
    long figure(String name) {
        return Objects.requireNonNull(dataplane.counters().get(name), name).getAsLong();
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

    /// Waits for the drain where clients are still connected.
    void stop() {
        dataplane.close();
    }

    @Override
    public void close() {
        stop();
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
