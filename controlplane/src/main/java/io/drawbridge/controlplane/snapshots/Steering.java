package io.drawbridge.controlplane.snapshots;

import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.policy.Buckets;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import io.drawbridge.domain.snapshot.SnapshotSource;
import io.drawbridge.domain.snapshot.StanceSetting;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.storage.Database;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Holds the current snapshot and makes every edit of it.
///
/// Reading it costs one volatile read. Edits are made one after another: a new snapshot is compiled, the edit
/// and the new state are written in one transaction, and then the snapshot is swapped; what fails before the
/// swap has changed nothing. Each accepted edit is told to the event sink, after it is written.
public final class Steering implements SnapshotSource {
    private static final int BUCKET_KEY_BYTES = 32;

    private final EditStore store;
    private final Plans plans;
    private final BlueprintSource source;
    private final InstantSource clock;
    private final EventSink events;
    private final Buckets buckets;
    private final ReentrantLock edits = new ReentrantLock();
    /// What is remembered as applied; touched under the lock only.
    private EditStore.Applied applied;

    private volatile Position position;

    private Steering(
            EditStore store,
            EditStore.Stored stored,
            Blueprint blueprint,
            BlueprintSource source,
            InstantSource clock,
            EventSink events) {
        this.store = store;
        this.plans = new Plans(store);
        this.source = source;
        this.clock = clock;
        this.events = events;
        this.buckets = new Buckets(HexFormat.of().parseHex(stored.bucketKey()));
        Reconciliation changes = Reconciliation.of(
                stored.version(),
                blueprint,
                new Stances(blueprint, stored.stances()),
                stored.configuration(),
                blueprint.source(),
                now());
        this.position = compile(stored.version() + changes.drafts().size(), blueprint, changes.stances());
        this.applied = changes.applied();
        switch (store.write(stored.version(), changes.drafts(), Optional.of(changes.applied()))) {
            case EditStore.Writing.Written(List<Edit> made) -> tell(made, Actor.own(blueprint.source()));
            case EditStore.Writing.Stale _ ->
                throw new IllegalStateException("another gateway changed the database while this one started; start"
                        + " one gateway on one data directory");
        }
    }

    /// Goes on where the database says that steering was. Where the configuration is not the one that was
    /// applied last, the differences are edits of the file or the environment; the very first configuration is
    /// version 1 and nobody's edit.
    ///
    /// @param source where [#reload] finds the configuration later
    /// @throws RuntimeException when the blueprint cannot be compiled, or the database not be read
    public static Steering start(
            Database database, Blueprint blueprint, BlueprintSource source, InstantSource clock, EventSink events) {
        EditStore store = new EditStore(database.jdbi());
        Optional<EditStore.Stored> stored = store.load();
        return new Steering(
                store,
                stored.isPresent() ? stored.get() : store.begin(first(blueprint, millis(clock))),
                blueprint,
                source,
                clock,
                events);
    }

    private static EditStore.Stored first(Blueprint blueprint, Instant now) {
        byte[] key = new byte[BUCKET_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Map<Place, StanceSetting> stances = new HashMap<>();
        for (Blueprint.ConfiguredStance configured : blueprint.stances()) {
            stances.put(configured.place(), StanceRequest.settled(configured.stance(), Optional.empty(), now));
        }
        return new EditStore.Stored(1, HexFormat.of().formatHex(key), stances, Reconciliation.first(blueprint));
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
        return buckets;
    }

    /// The newest edits first.
    ///
    /// @param limit at least 1
    public List<Edit> history(int limit) {
        return store.history(limit);
    }

    /// Works out what a request would change. Nothing is changed yet.
    ///
    /// @param policy a policy's name as somebody wrote it
    /// @param route a route's name as somebody wrote it; absent for everywhere
    public Planning plan(String policy, Optional<String> route, StanceRequest request) {
        return plans.plan(position, policy, route, request, now());
    }

    /// Works out what taking an edit back would change. Nothing is changed yet.
    public Planning planUndo(long number) {
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
                next = compile(now.version() + 1, now.blueprint(), now.stances().with(planned.place(), edit.after()));
            } catch (RuntimeException failure) {
                return new Applying.Uncompilable(reason(failure));
            }
            EditStore.Draft draft = new EditStore.Draft(
                    edit,
                    now(),
                    actor.name(),
                    Words.change(planned.place(), edit.before(), edit.after()),
                    planned.undoes());
            outcome = switch (store.write(now.version(), List.of(draft), Optional.empty())) {
                case EditStore.Writing.Stale(long present) -> new Applying.Stale(edit.expectedVersion(), present);
                case EditStore.Writing.Written(List<Edit> made) -> {
                    position = next;
                    yield new Applying.Applied(made.getFirst(), next);
                }
            };
        } finally {
            edits.unlock();
        }
        if (outcome instanceof Applying.Applied(Edit made, Position _)) {
            tell(List.of(made), actor);
        }
        return outcome;
    }

    /// Reads the configuration again and takes it whole, or leaves everything as it is.
    public Reloading reload(Actor actor) {
        List<Edit> made;
        Reloading outcome;
        edits.lock();
        try {
            Blueprint blueprint;
            switch (source.read()) {
                case BlueprintSource.Reading.Broken(List<Problem.Flaw> flaws) -> {
                    return new Reloading.Broken(flaws);
                }
                case BlueprintSource.Reading.Valid(Blueprint valid) -> blueprint = valid;
            }
            Position now = position;
            Reconciliation changes =
                    Reconciliation.of(now.version(), blueprint, now.stances(), applied, actor.name(), now());
            if (changes.drafts().isEmpty()) {
                source.taken(blueprint);
                return new Reloading.Reloaded(List.of(), List.of(), now);
            }
            Position next;
            try {
                next = compile(now.version() + changes.drafts().size(), blueprint, changes.stances());
            } catch (RuntimeException failure) {
                return new Reloading.Broken(List.of(new Problem.Flaw(blueprint.source(), 0, 0, reason(failure))));
            }
            made = switch (store.write(now.version(), changes.drafts(), Optional.of(changes.applied()))) {
                case EditStore.Writing.Stale(long present) ->
                    throw new IllegalStateException("another gateway changed the database from version " + now.version()
                            + " to " + present + "; run one gateway on one data directory");
                case EditStore.Writing.Written(List<Edit> written) -> written;
            };
            position = next;
            applied = changes.applied();
            source.taken(blueprint);
            outcome = new Reloading.Reloaded(made, changes.changes(), next);
        } finally {
            edits.unlock();
        }
        tell(made, actor);
        return outcome;
    }

    private Position compile(long version, Blueprint blueprint, Stances stances) {
        Snapshot snapshot = blueprint.compiler().compile(version, stances, buckets);
        if (snapshot.version() != version) {
            throw new IllegalStateException(
                    "the snapshot for version " + version + " was compiled as " + snapshot.version());
        }
        return new Position(version, blueprint, stances, snapshot);
    }

    private void tell(List<Edit> made, Actor actor) {
        for (Edit edit : made) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("actor", edit.actor());
            details.put("edit", Long.toString(edit.number()));
            details.put("version", Long.toString(edit.version()));
            details.put("change", edit.summary());
            edit.undoes().ifPresent(undone -> details.put("undoes", Long.toString(undone)));
            events.record(new Notice(EventName.CONFIG_CHANGED, edit.at(), details, actor.address()));
        }
    }

    private static String reason(RuntimeException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }

    /// To the millisecond, as the database keeps it: what comes back after a restart equals what was set.
    private Instant now() {
        return millis(clock);
    }

    private static Instant millis(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
