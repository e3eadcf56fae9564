package io.drawbridge.telemetry.readiness;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.readiness.SeenClient;
import io.drawbridge.domain.readiness.SeenSource;
import io.drawbridge.storage.Database;
import io.drawbridge.telemetry.loop.Handover;
import io.drawbridge.telemetry.loop.Heartbeat;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;

/// Counts who would break, and answers it. What is counted is in the database at most half a second later; what
/// is asked is answered after everything counted until then has been written.
///
/// Exchanges without a route, of the gateway's own routes, and those that the gateway answered before any
/// policy judged them (a preflight, a method that the route does not have) are not counted.
public final class Readiness implements EventSink, ReadinessSource, SeenSource, AutoCloseable {
    private static final Logger LOG = System.getLogger(Readiness.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(400);
    /// A loop's tally is handed over early at this size, and stops telling clients apart at the other one.
    private static final int FULL = 2_048;

    private static final int LOOP_LIMIT = 8_192;
    private static final int WAITING = 16;
    private static final int PENDING_LIMIT = 32_768;

    private final Jdbi jdbi;
    private final ReadinessSettings settings;
    private final Function<RouteName, Set<PolicyName>> bound;
    private final InstantSource clock;
    private final ReadinessRows rows;
    private final List<LoopRecorder> recorders = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Tally> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final AtomicLong uncounted = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock elsewhere = new ReentrantLock();
    private final LoopRecorder elsewhereRecorder = new LoopRecorder();
    private final Heartbeat heartbeat;
    private Tally pending = new Tally(PENDING_LIMIT);
    /// What was tried to be written, and is tried again as it is: it may be in the database although nobody
    /// said so.
    private Optional<Tally> tried = Optional.empty();
    private boolean failing;

    private Readiness(
            Database database,
            ReadinessSettings settings,
            Function<RouteName, Set<PolicyName>> bound,
            InstantSource clock) {
        this.jdbi = database.jdbi();
        this.settings = settings;
        this.bound = bound;
        this.clock = clock;
        this.rows = new ReadinessRows(database, settings, clock);
        recorders.add(elsewhereRecorder);
        this.heartbeat = Heartbeat.start("drawbridge-readiness", PERIOD, this::flush);
    }

    /// @param bound which policies are bound on a route at the moment, in whatever mode but `off`; asked by
    ///     another thread than those that record
    public static Readiness start(
            Database database,
            ReadinessSettings settings,
            Function<RouteName, Set<PolicyName>> bound,
            InstantSource clock) {
        return new Readiness(database, settings, bound, clock);
    }

    @Override
    public Recorder recorder() {
        LoopRecorder recorder = new LoopRecorder();
        recorders.add(recorder);
        return recorder;
    }

    @Override
    public void record(Event event) {
        elsewhere.lock();
        try {
            elsewhereRecorder.record(event);
        } finally {
            elsewhere.unlock();
        }
    }

    /// Writes what has been counted until now. While the database is away the counts are kept in memory; when
    /// too many clients are among them, more are counted as others, and no request is lost.
    public void flush() {
        writing.lock();
        try {
            collect();
            if (tried.isPresent()) {
                write(tried.get());
            }
            if (tried.isEmpty() && pending.size() > 0) {
                Tally next = pending;
                pending = new Tally(PENDING_LIMIT);
                tried = Optional.of(next);
                write(next);
            }
        } finally {
            writing.unlock();
        }
    }

    /// How many exchanges could not be counted since the start.
    public long dropped() {
        return uncounted.get();
    }

    @Override
    public PolicyReadiness readiness(PolicyName policy, Optional<RouteName> route) {
        writing.lock();
        try {
            flush();
            return jdbi.withHandle(handle -> new Report(handle, settings, clock.instant(), policy, route).read());
        } finally {
            writing.unlock();
        }
    }

    @Override
    public List<SeenClient> seenFrom(Network network) {
        writing.lock();
        try {
            flush();
            return jdbi.withHandle(handle -> new Seen(handle, network).read());
        } finally {
            writing.unlock();
        }
    }

    /// Writes what has been counted.
    @Override
    public void close() {
        heartbeat.close();
        flush();
    }

    private void collect() {
        for (Tally next = waiting.poll(); next != null; next = waiting.poll()) {
            waitingCount.decrementAndGet();
            pending.add(next);
        }
        for (LoopRecorder recorder : recorders) {
            recorder.handover.collect().ifPresent(pending::add);
        }
    }

    private void write(Tally tally) {
        try {
            rows.add(tally, bound, clock.instant());
        } catch (RuntimeException failure) {
            if (!failing) {
                failing = true;
                LOG.log(
                        Level.ERROR,
                        "readiness cannot be stored; it is counted in memory and tried again: " + failure.getMessage());
            }
            return;
        }
        if (failing) {
            failing = false;
            LOG.log(Level.INFO, "readiness is stored again");
        }
        tried = Optional.empty();
    }

    private static boolean isCounted(Exchanged exchanged) {
        return exchanged.route().isPresent()
                && !exchanged.ownRoute()
                && (!exchanged.judgements().isEmpty() || isJudged(exchanged.ending()));
    }

    /// Whether an exchange on a route that ends like this has been before the route's policies.
    private static boolean isJudged(Ending ending) {
        return switch (ending) {
            case ANSWERED, NO_ROUTE, METHOD_NOT_ALLOWED, EXPECTATION_FAILED, REQUEST_TOO_LARGE -> false;
            case FORWARDED,
                    WEBSOCKET,
                    REFUSED,
                    MALFORMED_REQUEST,
                    REQUEST_TIMEOUT,
                    CLIENT_ABORTED,
                    UPSTREAM_UNREACHABLE,
                    UPSTREAM_CONNECT_TIMEOUT,
                    UPSTREAM_BUSY,
                    UPSTREAM_QUEUE_TIMEOUT,
                    UPSTREAM_SHED,
                    UPSTREAM_UNHEALTHY,
                    UPSTREAM_TIMEOUT,
                    UPSTREAM_ABORTED,
                    UPSTREAM_MALFORMED,
                    INTERNAL_ERROR -> true;
        };
    }

    private final class LoopRecorder implements Recorder {
        private final Handover<Tally> handover = new Handover<>(() -> new Tally(LOOP_LIMIT));

        @Override
        public void record(Event event) {
            if (!(event instanceof Exchanged exchanged) || !isCounted(exchanged)) {
                return;
            }
            Tally tally = handover.take();
            try {
                exchanged.route().ifPresent(route -> tally.record(route, exchanged));
            } catch (RuntimeException _) {
                // An exchange that cannot be counted must not stop the loop, nor take the others' counts with
                // it.
                uncounted.incrementAndGet();
            }
            if (tally.size() >= FULL && waitingCount.incrementAndGet() <= WAITING) {
                // The place is left empty, as if the tally had been collected.
                waiting.add(tally);
                heartbeat.wake();
                return;
            }
            if (tally.size() >= FULL) {
                waitingCount.decrementAndGet();
            }
            handover.putBack(tally);
        }
    }
}
