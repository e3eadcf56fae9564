package io.drawbridge.dataplane;

import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.listener.InheritedSockets;
import io.drawbridge.dataplane.listener.Loops;
import io.drawbridge.dataplane.listener.Site;
import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.dataplane.listener.entry.Protocols;
import io.drawbridge.dataplane.tls.TlsFront;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.route.UpstreamStatus;
import io.drawbridge.domain.snapshot.SnapshotSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// The data plane as a whole. It serves what the snapshots say, each listener its own.
public final class Dataplane implements AutoCloseable {
    private final Loops loops;

    /// @param sockets what the service manager passed on
    public Dataplane(DataplaneSettings settings, InstantSource clock, InheritedSockets sockets) {
        this.loops = new Loops(settings, Transport.best(), clock, sockets);
    }

    /// On a transport of the caller's choice, so that tests can try both.
    Dataplane(DataplaneSettings settings, Transport transport, InstantSource clock) {
        this.loops = new Loops(settings, transport, clock, InheritedSockets.none());
    }

    /// Begins to serve.
    ///
    /// @param address port 0 for any free port
    /// @return the address that it listens on
    /// @throws IOException when the address cannot be had
    public InetSocketAddress serve(
            InetSocketAddress address, SnapshotSource snapshots, EventSink events, UpstreamIdentity identities)
            throws IOException {
        return serve(address, snapshots, events, identities, ClientAddresses.OF_CONNECTIONS);
    }

    /// The same behind proxies.
    ///
    /// @param clients whom the listener believes about who the client is
    public InetSocketAddress serve(
            InetSocketAddress address,
            SnapshotSource snapshots,
            EventSink events,
            UpstreamIdentity identities,
            ClientAddresses clients)
            throws IOException {
        return loops.listen(address, new Site(snapshots, events, identities, clients), Protocols::clearText);
    }

    /// The same over TLS.
    public InetSocketAddress serve(
            InetSocketAddress address,
            SnapshotSource snapshots,
            EventSink events,
            UpstreamIdentity identities,
            ClientAddresses clients,
            TlsFront tls)
            throws IOException {
        return loops.listen(address, new Site(snapshots, events, identities, clients), Protocols.secured(tls));
    }

    /// Figures for operators, by name.
    public Map<String, LongSupplier> counters() {
        return loops.counters();
    }

    /// Whether every event loop does a piece of work within this time. It blocks for as long.
    public boolean isResponsive(Duration patience) {
        return loops.isResponsive(patience);
    }

    /// How the upstreams are at the moment.
    public List<UpstreamStatus> upstreams() {
        return loops.upstreams().upstreams();
    }

    /// Stops accepting, lets exchanges that are under way end, and closes.
    @Override
    public void close() {
        loops.close();
    }
}
