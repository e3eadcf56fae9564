package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.client.ClientAddresses;
import io.drawbridge.dataplane.route.RouteTable;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.SnapshotSource;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// What a listener serves: whose snapshots, whose events, and how upstreams are told who is asking.
public final class Site {
    /// A snapshot with its routes made into a tree.
    record Routed(Snapshot snapshot, RouteTable table) {}

    private final SnapshotSource snapshots;
    private final EventSink events;
    private final UpstreamIdentity identities;
    private final ClientAddresses clients;
    private final Semaphore atWork = new Semaphore(OwnAnswer.MAX_AT_WORK);
    private volatile Routed routed;
    private volatile Consumer<Snapshot> follower = _ -> {};

    public Site(SnapshotSource snapshots, EventSink events, UpstreamIdentity identities, ClientAddresses clients) {
        this.snapshots = snapshots;
        this.events = events;
        this.identities = identities;
        this.clients = clients;
        this.routed = routed(snapshots.current());
    }

    /// Has somebody told of each snapshot before a request is served by it, and of the present one now.
    void followedBy(Consumer<Snapshot> other) {
        follower = other;
        routed = routed(snapshots.current());
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
        follower.accept(snapshot);
        return new Routed(snapshot, new RouteTable(snapshot.routes()));
    }

    /// Room for endpoints of the gateway's own that are at work.
    Semaphore atWork() {
        return atWork;
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
