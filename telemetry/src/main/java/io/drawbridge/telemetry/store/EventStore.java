package io.drawbridge.telemetry.store;

import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Outage;
import io.drawbridge.telemetry.loop.Heartbeat;
import io.drawbridge.telemetry.text.Findings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.JdbiException;

/// Keeps security events and decisions. Recording never waits; one thread writes what was recorded, at most 250
/// ms later. While the database is away events wait, up to a bound; what falls over it is counted.
public final class EventStore implements Decision.Source, AutoCloseable {
    private static final Logger LOG = System.getLogger(EventStore.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final int BATCH = 1_000;
    /// Roughly what an event takes beside its texts.
    private static final int EVENT_BYTES = 512;

    private final StoreSettings settings;
    private final EventRows rows;
    private final ConcurrentLinkedQueue<Event> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    /// Held while events move from the queue to the batch and while the batch is emptied, so that whoever looks
    /// for one finds it on one side or the other.
    private final ReentrantLock moving = new ReentrantLock();

    private final List<Event> batch = new ArrayList<>();
    private final Heartbeat heartbeat;
    private boolean failing;

    private EventStore(Database database, String node, StoreSettings settings) {
        this.settings = settings;
        this.rows = new EventRows(database.jdbi(), node, settings.rows());
        this.heartbeat = Heartbeat.start("drawbridge-events", PERIOD, this::flush);
    }

    /// Keeps what happens on a node that has no name.
    public static EventStore start(Database database, StoreSettings settings) {
        return start(database, "", settings);
    }

    /// @param node which of several nodes on one database this is
    public static EventStore start(Database database, String node, StoreSettings settings) {
        return new EventStore(database, node, settings);
    }

    /// Takes an event from any thread; what is not a security event is passed over.
    public void record(Event event) {
        if (!isKept(event)) {
            return;
        }
        long bytes = weight(event);
        int count = waitingCount.incrementAndGet();
        if (count > settings.waiting() || waitingBytes.addAndGet(bytes) > settings.waitingBytes()) {
            waitingCount.decrementAndGet();
            if (count <= settings.waiting()) {
                waitingBytes.addAndGet(-bytes);
            }
            dropped.incrementAndGet();
            return;
        }
        waiting.add(event);
        if (count % BATCH == 0) {
            heartbeat.wake();
        }
    }

    /// How many events could not be kept since the start.
    public long dropped() {
        return dropped.get();
    }

    /// Writes what has been recorded until now, or as much as the database takes.
    public void flush() {
        writing.lock();
        try {
            boolean more = true;
            while (more) {
                // What was tried is tried again as it is: it may be written although nobody said so.
                if (!failing) {
                    fillBatch();
                }
                more = !batch.isEmpty() && write();
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<Decision> find(DecisionId id) {
        moving.lock();
        try {
            for (Event event : batch) {
                if (isDecision(event, id)) {
                    return Optional.of(Documents.decision(id, (Exchanged) event));
                }
            }
            for (Event event : waiting) {
                if (isDecision(event, id)) {
                    return Optional.of(Documents.decision(id, (Exchanged) event));
                }
            }
        } finally {
            moving.unlock();
        }
        return rows.find(id);
    }

    /// Writes what has been recorded.
    @Override
    public void close() {
        heartbeat.close();
        flush();
    }

    private void fillBatch() {
        moving.lock();
        try {
            while (batch.size() < BATCH) {
                Event next = waiting.poll();
                if (next == null) {
                    return;
                }
                batch.add(next);
            }
        } finally {
            moving.unlock();
        }
    }

    private boolean write() {
        try {
            rows.write(batch);
        } catch (SQLException | JdbiException failure) {
            if (Outage.isBadData(failure)) {
                drop(failure);
                return true;
            }
            if (!failing) {
                failing = true;
                LOG.log(
                        Level.ERROR,
                        "security events cannot be stored; they wait, and are dropped and counted when too many wait: "
                                + failure.getMessage());
            }
            return false;
        } catch (RuntimeException failure) {
            // It is not the database that fails but one of these events, which would fail again and again.
            drop(failure);
            return true;
        }
        if (failing) {
            failing = false;
            LOG.log(Level.INFO, "security events are stored again");
        }
        forget();
        return true;
    }

    private void drop(Exception failure) {
        dropped.addAndGet(batch.size());
        LOG.log(Level.ERROR, batch.size() + " security events cannot be stored and are dropped", failure);
        forget();
    }

    private void forget() {
        moving.lock();
        try {
            // Until now they took memory, so until now they counted.
            waitingCount.addAndGet(-batch.size());
            waitingBytes.addAndGet(-batch.stream().mapToLong(EventStore::weight).sum());
            batch.clear();
            failing = false;
        } finally {
            moving.unlock();
        }
    }

    private static boolean isKept(Event event) {
        return switch (event) {
            case Notice _ -> true;
            case Exchanged exchanged -> isMalformed(exchanged) || hasNews(exchanged.judgements());
        };
    }

    static boolean isMalformed(Exchanged exchanged) {
        return exchanged.ending() == Ending.MALFORMED_REQUEST || exchanged.ending() == Ending.REQUEST_TOO_LARGE;
    }

    private static boolean hasNews(List<Judgement> judgements) {
        for (int i = 0; i < judgements.size(); i++) {
            if (Findings.news(judgements.get(i)).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDecision(Event event, DecisionId id) {
        return event instanceof Exchanged exchanged
                && exchanged.decision().isPresent()
                && exchanged.decision().get().equals(id);
    }

    private static long weight(Event event) {
        return EVENT_BYTES
                + switch (event) {
                    case Exchanged exchanged ->
                        2L
                                * (exchanged.path().length()
                                        + exchanged.query().length()
                                        + exchanged.userAgent().length()
                                        + exchanged.referer().length());
                    case Notice notice ->
                        2L
                                * notice.details().values().stream()
                                        .mapToInt(String::length)
                                        .sum();
                };
    }
}
