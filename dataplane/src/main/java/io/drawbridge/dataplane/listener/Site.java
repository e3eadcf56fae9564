package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.route.RouteTable;
import io.drawbridge.dataplane.upstream.Upstreams;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.SnapshotSource;

/// What a listener serves: whose snapshots, whose events, and how upstreams are told who is asking.
public final class Site {
    /// A snapshot with its routes made into a tree.
    record Routed(Snapshot snapshot, RouteTable table) {}

    private final SnapshotSource snapshots;
    private final EventSink events;
    private final UpstreamIdentity identities;
    private final ClientAddresses clients;
    private final Upstreams upstreams;
    private volatile Routed routed;

    public Site(
            SnapshotSource snapshots,
            EventSink events,
            UpstreamIdentity identities,
            ClientAddresses clients,
            Upstreams upstreams) {
        this.snapshots = snapshots;
        this.events = events;
        this.identities = identities;
        this.clients = clients;
        this.upstreams = upstreams;
        this.routed = routed(snapshots.current());
    }

    /// The snapshot of the moment. Its tree is made by the first loop that meets it.
    Routed routed() {
        Snapshot current = snapshots.current();
        Routed known = routed;
        if (known.snapshot().version() != current.version()) {
            known = routed(current);
            routed = known;
        }
        return known;
    }

    private Routed routed(Snapshot snapshot) {
        upstreams.configure(
                this,
                snapshot.version(),
                snapshot.routes().stream()
                        .map(Route::destination)
                        .filter(Destination.Forward.class::isInstance)
                        .map(destination -> ((Destination.Forward) destination).upstream())
                        .distinct()
                        .toList());
        return new Routed(snapshot, new RouteTable(snapshot.routes()));
    }

    EventSink events() {
        return events;
    }

    UpstreamIdentity identities() {
        return identities;
    }

    /// Whom this listener believes about who the client is.
    ClientAddresses clients() {
        return clients;
    }
}
