package io.drawbridge.controlplane.blocks;

import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.Network;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Outage;
import io.drawbridge.storage.messages.Messages;
import io.drawbridge.storage.messages.Topic;
import io.drawbridge.telemetry.loop.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// All blocks: in the database, and in the memory of those who judge.
public final class Blocks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Blocks.class.getName());

    /// How many automatic blocks hold at a time at the most; an address over it is still denied by its
    /// threshold.
    public static final int MOST_AUTOMATIC = 10_000;

    /// How many networks one import takes.
    public static final int MOST_AT_ONCE = 2_000;

    private static final Duration BEAT = Duration.ofMillis(200);
    private static final Duration TRIM_EVERY = Duration.ofSeconds(30);
    /// After a failure of the database.
    private static final Duration REST = Duration.ofSeconds(5);
    /// For how long an automatic block that has ended makes the next one longer, across restarts.
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int MOST_REMEMBERED = 50_000;

    private final BlockChanges changes;
    private final BlockRows rows;
    private final HeldBlocks held;
    private final InstantSource clock;
    private final BlockNotices notices;
    private final ReentrantLock changing = new ReentrantLock();
    private final ArrayBlockingQueue<Block> unwritten = new ArrayBlockingQueue<>(MOST_AUTOMATIC);
    private final List<Block> writing = new ArrayList<>();
    private final LongAdder unplaced = new LongAdder();
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Network>> liftListeners = new CopyOnWriteArrayList<>();
    private final Heartbeat heartbeat;
    /// Up to which change of any node the memory is as the database says; absent until it was read once.
    private volatile OptionalLong seen = OptionalLong.empty();
    private Instant trimmed;
    private volatile Optional<BlockCopy> copy = Optional.empty();
    private Instant restUntil = Instant.MIN;

    private Blocks(Database database, Blocklist blocklist, InstantSource clock, EventSink events) {
        this.changes = new BlockChanges(database);
        this.rows = new BlockRows(database, changes);
        this.held = new HeldBlocks(blocklist);
        this.clock = clock;
        this.notices = new BlockNotices(events);
        this.trimmed = clock.instant();
        begin();
        this.heartbeat = Heartbeat.start("drawbridge-blocks", BEAT, this::beat);
    }

    /// Reads what there is, and keeps it current from now on.
    ///
    /// @param database is used, and not closed
    /// @param events hears of every block that is placed or lifted
    public static Blocks start(Database database, Blocklist blocklist, InstantSource clock, EventSink events) {
        return new Blocks(database, blocklist, clock, events);
    }

    /// A database that is away must not keep the gateway from starting.
    private void begin() {
        try {
            refresh();
        } catch (RuntimeException failure) {
            if (!Outage.isOutage(failure)) {
                throw failure;
            }
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the database is away: what this node remembers of blocks holds until it is back");
        }
    }

    /// Keeps a copy on this node's disk from now on. Where the database has been away since the start, the copy
    /// holds until it is back.
    ///
    /// @throws io.drawbridge.storage.StorageException when the copy is not what this gateway wrote
    public void copyTo(LastBlocks last) {
        changing.lock();
        try {
            if (seen.isEmpty()) {
                last.read(block -> {
                    if (block.holds(now())) {
                        held.put(block);
                    }
                });
            }
        } finally {
            changing.unlock();
        }
        copy = Optional.of(new BlockCopy(last, rows, clock));
    }

    /// Tells other nodes of changes, and hears of theirs.
    public void shareBy(Messages messages) {
        if (changes.areKept()) {
            changeListeners.add(() -> messages.publish(Topic.BLOCKS));
            messages.subscribe(Topic.BLOCKS, this::lookAgain);
        }
    }

    /// Takes over what other nodes have changed. Quick where they have not.
    void lookAgain() {
        OptionalLong known = seen;
        if (known.isEmpty()) {
            refresh();
            return;
        }
        switch (changes.after(known.getAsLong())) {
            case BlockChanges.Since.Known(List<Network> networks, long number) -> {
                refresh(networks);
                seen = OptionalLong.of(number);
            }
            case BlockChanges.Since.Unknown _ -> refresh();
        }
    }

    /// Has somebody hear of every network whose block was lifted, here or elsewhere: whoever was denied for the
    /// same reason is to be forgiven.
    public void onLift(Consumer<Network> listener) {
        liftListeners.add(listener);
    }

    /// The block that placing would make. Nothing is placed.
    public Block draft(Network network, String reason, BlockTime time, Actor actor) {
        return draft(network, Block.Origin.MANUAL, reason, time, actor, now());
    }

    private static Block draft(
            Network network, Block.Origin origin, String reason, BlockTime time, Actor actor, Instant now) {
        return new Block(
                network, origin, reason, actor.name(), now, time.duration().map(now::plus), 0);
    }

    /// Places a block in place of any of the same network. It holds when this returns.
    public void place(Block block, Actor actor) {
        changing.lock();
        try {
            rows.put(List.of(block), now());
            held.put(block);
        } finally {
            changing.unlock();
        }
        notices.placed(block, actor);
        told(List.of(block.network()));
    }

    /// Places many that share everything else, all or none.
    ///
    /// @param networks [#MOST_AT_ONCE] at the most
    public void placeAll(Collection<Network> networks, String reason, BlockTime time, Actor actor) {
        if (networks.isEmpty() || networks.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "from 1 to " + MOST_AT_ONCE + " networks are placed at once, not " + networks.size());
        }
        Instant now = now();
        List<Block> blocks = networks.stream()
                .map(network -> draft(network, Block.Origin.IMPORTED, reason, time, actor, now))
                .toList();
        changing.lock();
        try {
            rows.put(blocks, now);
            held.putAll(networks, blocks.getFirst());
        } finally {
            changing.unlock();
        }
        notices.imported(blocks, actor);
        told(networks);
    }

    /// Lifts the block of exactly this network.
    ///
    /// @return the block that held; absent where there was none
    public Optional<Block> lift(Network network, Actor actor) {
        Optional<Block> present;
        changing.lock();
        try {
            // What a threshold has placed a moment ago must not be written after this.
            flush();
            present = rows.get(network);
            rows.delete(network, now());
            held.remove(network);
        } finally {
            changing.unlock();
        }
        liftListeners.forEach(listener -> listener.accept(network));
        Optional<Block> lifted = present.filter(block -> block.holds(now()));
        lifted.ifPresent(block -> {
            notices.lifted(block, actor, now());
            told(List.of(network));
        });
        return lifted;
    }

    /// Places what a threshold asks for, unless a block of the same network lasts as long. It never waits: it
    /// holds at once, and is written a moment later.
    ///
    /// @param policy the threshold's name
    public void sentence(Network network, String policy, String reason, Instant since, Instant until, int offence) {
        if (!until.isAfter(since) || held.lastsUntil(network, until)) {
            return;
        }
        Block block = new Block(network, Block.Origin.AUTOMATIC, reason, policy, since, Optional.of(until), offence);
        boolean known = held.isAutomatic(network);
        if ((!known && held.automaticCount() >= MOST_AUTOMATIC) || !unwritten.offer(block)) {
            unplaced.increment();
            return;
        }
        held.put(block);
        notices.placed(block, Actor.own(policy));
        heartbeat.wake();
    }

    /// Those that hold, by network; see [BlockRows#list].
    public List<Block> list(Optional<Block.Origin> origin, Optional<Address> covering, String after, int limit) {
        flush();
        return rows.list(now(), origin, covering, after, limit);
    }

    /// Every block that holds, in no order.
    public void forEach(Consumer<Block> taker) {
        flush();
        rows.forEach(now(), taker);
    }

    /// Every automatic block that is remembered, whether it holds or has ended.
    public void forEachRemembered(Consumer<Block> taker) {
        rows.forEach(now().minus(REMEMBERED), block -> {
            if (block.origin() == Block.Origin.AUTOMATIC) {
                taker.accept(block);
            }
        });
    }

    /// How many hold.
    public long count() {
        return rows.count(now());
    }

    public int automaticCount() {
        return held.automaticCount();
    }

    /// How many blocks a threshold asked for and did not get since the start, because there were too many.
    public long unplaced() {
        return unplaced.sum();
    }

    /// Takes over what the database says of these networks.
    public void refresh(Collection<Network> networks) {
        List<Network> lifted = new ArrayList<>();
        changing.lock();
        try {
            for (Network network : networks) {
                Optional<Block> present = rows.get(network).filter(block -> block.holds(now()));
                if (present.isPresent()) {
                    held.put(present.get());
                } else if (held.remove(network)) {
                    lifted.add(network);
                }
            }
        } finally {
            changing.unlock();
        }
        lifted.forEach(network -> liftListeners.forEach(listener -> listener.accept(network)));
    }

    /// Takes over everything that the database says.
    public void refresh() {
        changing.lock();
        try {
            // First, so that what changes while all is read is looked at once more.
            long newest = changes.newest();
            held.replace(taker -> rows.forEach(now(), taker));
            seen = OptionalLong.of(newest);
        } finally {
            changing.unlock();
        }
    }

    /// Writes what thresholds have placed.
    private void flush() {
        changing.lock();
        try {
            unwritten.drainTo(writing);
            if (writing.isEmpty()) {
                return;
            }
            List<Block> written = rows.putIfLonger(writing, now());
            writing.clear();
            told(written.stream().map(Block::network).toList());
        } finally {
            changing.unlock();
        }
    }

    private void told(Collection<Network> networks) {
        if (!networks.isEmpty()) {
            changeListeners.forEach(Runnable::run);
        }
    }

    private void beat() {
        Instant now = now();
        if (now.isBefore(restUntil)) {
            return;
        }
        restUntil = now.plus(REST);
        flush();
        if (Duration.between(trimmed, now).compareTo(TRIM_EVERY) >= 0) {
            trim(now);
        }
        copy.ifPresent(kept -> kept.keep(seen));
        restUntil = Instant.MIN;
    }

    private void trim(Instant now) {
        changing.lock();
        try {
            List<Network> ended = rows.ended(trimmed, now);
            int removed = held.trim(ended, now);
            rows.trim(now, now.minus(REMEMBERED), MOST_REMEMBERED);
            changes.trim(now);
            trimmed = now;
            notices.ended(removed, now);
        } finally {
            changing.unlock();
        }
    }

    private Instant now() {
        return clock.instant();
    }

    /// Writes what is not written yet.
    @Override
    public void close() {
        heartbeat.close();
        flush();
    }
}
