package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import io.drawbridge.domain.snapshot.SnapshotSource;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.messages.Topic;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Holds the current snapshot and makes every edit of it.
/// Where several nodes share a database, each takes the others' edits when it is told of them.
///
/// Reading it costs one volatile read. Edits are made one after another: a new snapshot is compiled, the edit
/// and the new state are written in one transaction, and then the snapshot is swapped; what fails before the
/// swap has changed nothing. Each accepted edit is told to the event sink, after it is written.
public final class Steering implements SnapshotSource {
    private static final Logger LOG = System.getLogger(Steering.class.getName());
    /// How often another node may be quicker than a reload of this one.
    private static final int ATTEMPTS = 10;

    private final EditStore store;
    private final Sharing sharing;
    private final Plans plans;
    private final BlueprintSource source;
    private final InstantSource clock;
    private final EditNotices notices;
    private final String bucketKey;
    private final Compilation compilation;
    private final ReentrantLock edits = new ReentrantLock();
    /// What is remembered as applied; touched under the lock only.
    private EditStore.Applied applied;
    /// Whether what is applied is this node's own configuration, or came from another node.
    private Author author = Author.THIS_NODE;

    private volatile Position position;
    private volatile Origin origin;

    /// Where the snapshot of the moment came from.
    public enum Origin {
        /// The database, or this node wrote it there.
        DATABASE,
        /// This node's disk, because the database is away since the start: it may be older than the other
        /// nodes'.
        DISK
    }

    private enum Author {
        THIS_NODE,
        ANOTHER_NODE
    }

    private Steering(
            EditStore store,
            Sharing sharing,
            Beginning beginning,
            BlueprintSource source,
            InstantSource clock,
            EventSink events) {
        this.store = store;
        this.sharing = sharing;
        this.plans = new Plans(store);
        this.source = source;
        this.clock = clock;
        this.notices = new EditNotices(events);
        this.bucketKey = beginning.stored().bucketKey();
        this.compilation = new Compilation(bucketKey);
        this.applied = beginning.stored().configuration();
        this.origin = beginning.origin();
        this.position = compilation.of(beginning.stored().version(), beginning.stances());
    }

    /// Goes on where the database says that steering was. Where the configuration is not the one that was
    /// applied last, the differences are edits of the file or the environment; the very first configuration is
    /// version 1 and nobody's edit.
    ///
    /// @param source where [#reload] finds the configuration later
    /// @throws RuntimeException when the blueprint cannot be compiled, or the database not be read
    public static Steering start(
            Database database, Blueprint blueprint, BlueprintSource source, InstantSource clock, EventSink events) {
        return start(database, Sharing.NONE, blueprint, source, clock, events);
    }

    /// The same for a node of several. While the database is away it starts with the snapshot that held last;
    /// what the configuration changes then counts when the database is back.
    public static Steering start(
            Database database,
            Sharing sharing,
            Blueprint blueprint,
            BlueprintSource source,
            InstantSource clock,
            EventSink events) {
        EditStore store = new EditStore(database);
        Beginning beginning = Beginning.of(store, sharing, blueprint, millis(clock));
        Steering steering = new Steering(store, sharing, beginning, source, clock, events);
        beginning.settled().ifPresent(steering::settled);
        sharing.messages().subscribe(Topic.SNAPSHOT, steering::lookAgain);
        return steering;
    }

    /// Takes what other nodes have changed. Quick where they have not.
    ///
    /// @throws RuntimeException when the database does not answer, or what it says cannot be compiled here;
    ///     then what held goes on
    public void lookAgain() {
        Optional<Settling> late = Optional.empty();
        edits.lock();
        try {
            switch (origin) {
                case DISK -> {
                    Blueprint blueprint = position.blueprint();
                    Settling settled = Settling.settle(
                            store,
                            blueprint,
                            now(),
                            trial -> compilation.of(
                                    trial.stored().version(), trial.changes().stances()));
                    take(settled.stored(), settled.changes().stances());
                    author = Author.THIS_NODE;
                    origin = Origin.DATABASE;
                    late = Optional.of(settled);
                    LOG.log(Level.INFO, "the snapshot {0} is from the database again", text(position.version()));
                }
                case DATABASE -> {
                    if (store.version().orElse(position.version()) != position.version()) {
                        takeOthers();
                    }
                }
            }
        } finally {
            edits.unlock();
        }
        late.ifPresent(this::settled);
    }

    /// Held under the lock.
    private void takeOthers() {
        EditStore.Stored stored = store.load()
                .orElseThrow(() -> new IllegalStateException(
                        "the database has lost its snapshot; start the nodes again, or restore a backup"));
        if (!stored.configuration().equals(applied)) {
            author = Author.ANOTHER_NODE;
        }
        take(stored, Stances.completed(position.blueprint(), stored.stances(), now()));
        LOG.log(Level.INFO, "another node made the snapshot {0}, which holds here now", text(stored.version()));
    }

    private void take(EditStore.Stored stored, Stances stances) {
        position = compilation.of(stored.version(), stances);
        applied = stored.configuration();
        sharing.lastSnapshot().ifPresent(last -> last.keep(stored));
    }

    private void settled(Settling settled) {
        sharing.lastSnapshot().ifPresent(last -> last.keep(settled.stored()));
        if (!settled.made().isEmpty()) {
            sharing.messages().publish(Topic.SNAPSHOT);
            notices.tell(settled.made(), Actor.own(position.blueprint().source()));
        }
    }

    /// Whether the snapshot of the moment is known to be the newest one that this node could know of.
    public Origin origin() {
        return origin;
    }

    @Override
    public Snapshot current() {
        return position.snapshot();
    }

    /// Everything of the current version at once.
    public Position position() {
        return position;
    }

    /// How clients are dealt into shares.
    public Buckets buckets() {
        return compilation.buckets();
    }

    /// The newest edits first.
    ///
    /// @param limit at least 1
    public List<Edit> history(int limit) {
        return store.history(limit);
    }

    /// Works out what a request would change, of what holds on all nodes. Nothing is changed yet.
    ///
    /// @param policy a policy's name as somebody wrote it
    /// @param route a route's name as somebody wrote it; absent for everywhere
    public Planning plan(String policy, Optional<String> route, StanceRequest request) {
        lookAgain();
        return plans.plan(position, policy, route, request, now());
    }

    /// Works out what taking an edit back would change. Nothing is changed yet.
    public Planning planUndo(long number) {
        lookAgain();
        return plans.planUndo(position, number);
    }

    /// Makes an edit, if what it was planned for still holds.
    public Applying apply(Planning.Planned planned, Actor actor) {
        SnapshotEdit.SetStance edit = planned.edit();
        Applying outcome;
        edits.lock();
        try {
            Position now = position;
            if (edit.expectedVersion() != now.version()) {
                return new Applying.Stale(edit.expectedVersion(), now.version());
            }
            if (!now.stances().own(planned.place()).equals(edit.before())) {
                throw new IllegalArgumentException("the edit was not planned for what holds at " + planned.place());
            }
            Position next;
            try {
                next = compilation.tried(now.version() + 1, now.stances().with(planned.place(), edit.after()));
            } catch (Compilation.Impossible failure) {
                return new Applying.Uncompilable(String.valueOf(failure.getMessage()));
            }
            EditStore.Draft draft = new EditStore.Draft(
                    edit,
                    now(),
                    actor.name(),
                    Words.change(planned.place(), edit.before(), edit.after()),
                    planned.undoes());
            outcome = switch (store.write(now.version(), List.of(draft), Optional.empty())) {
                case EditStore.Writing.Stale(long present) -> {
                    takeOthers();
                    yield new Applying.Stale(edit.expectedVersion(), present);
                }
                case EditStore.Writing.Written(List<Edit> made) -> {
                    position = next;
                    keep();
                    yield new Applying.Applied(made.getFirst(), next);
                }
            };
        } finally {
            edits.unlock();
        }
        if (outcome instanceof Applying.Applied(Edit made, Position _)) {
            sharing.messages().publish(Topic.SNAPSHOT);
            notices.tell(List.of(made), actor);
        }
        return outcome;
    }

    /// Reads the configuration again and takes it whole, or leaves everything as it is.
    public Reloading reload(Actor actor) {
        lookAgain();
        List<Edit> made;
        Reloading.Reloaded outcome;
        edits.lock();
        try {
            Blueprint blueprint;
            switch (source.read()) {
                case BlueprintSource.Reading.Broken(List<Problem.Flaw> flaws) -> {
                    return new Reloading.Broken(flaws);
                }
                case BlueprintSource.Reading.Valid(Blueprint valid) -> blueprint = valid;
            }
            try {
                outcome = reload(blueprint, actor);
            } catch (Compilation.Impossible failure) {
                return new Reloading.Broken(
                        List.of(new Problem.Flaw(blueprint.source(), 0, 0, String.valueOf(failure.getMessage()))));
            }
            made = outcome.edits();
            keep();
            source.taken(blueprint);
        } finally {
            edits.unlock();
        }
        if (!made.isEmpty()) {
            sharing.messages().publish(Topic.SNAPSHOT);
        }
        notices.tell(made, actor);
        return outcome;
    }

    /// Held under the lock.
    private Reloading.Reloaded reload(Blueprint blueprint, Actor actor) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Position now = position;
            if (author == Author.ANOTHER_NODE && Reconciliation.isApplied(blueprint, applied)) {
                // Another node has read this configuration before, and made the edits that it takes.
                position = compilation.tried(
                        now.version(),
                        Stances.completed(blueprint, now.stances().all(), now()));
                author = Author.THIS_NODE;
                return new Reloading.Reloaded(List.of(), List.of(), position);
            }
            Reconciliation changes =
                    Reconciliation.of(now.version(), blueprint, now.stances(), applied, actor.name(), now());
            if (changes.drafts().isEmpty()) {
                return new Reloading.Reloaded(List.of(), List.of(), now);
            }
            Position next = compilation.tried(now.version() + changes.drafts().size(), changes.stances());
            switch (store.write(now.version(), changes.drafts(), Optional.of(changes.applied()))) {
                case EditStore.Writing.Stale _ -> takeOthers();
                case EditStore.Writing.Written(List<Edit> written) -> {
                    position = next;
                    applied = changes.applied();
                    author = Author.THIS_NODE;
                    return new Reloading.Reloaded(written, changes.changes(), next);
                }
            }
        }
        throw new IllegalStateException("other nodes change the database without pause; reload again");
    }

    private void keep() {
        Position now = position;
        EditStore.Applied configuration = applied;
        sharing.lastSnapshot()
                .ifPresent(last -> last.keep(new EditStore.Stored(
                        now.version(), bucketKey, now.stances().all(), configuration)));
    }

    private static String text(long number) {
        // A log message would write a thousand as 1,000.
        return Long.toString(number);
    }

    /// To the millisecond, as the database keeps it: what comes back after a restart equals what was set.
    private Instant now() {
        return millis(clock);
    }

    private static Instant millis(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
