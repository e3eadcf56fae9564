package io.drawbridge.telemetry;

import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.readiness.SeenSource;
import io.drawbridge.storage.Database;
import io.drawbridge.telemetry.log.LogSettings;
import io.drawbridge.telemetry.log.Logs;
import io.drawbridge.telemetry.readiness.Readiness;
import io.drawbridge.telemetry.readiness.ReadinessSettings;
import io.drawbridge.telemetry.store.EventStore;
import io.drawbridge.telemetry.store.StoreSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;

/// The gateway's event sink: logs, store and readiness.
public final class Telemetry implements EventSink, AutoCloseable {
    private final Logs logs;
    private final EventStore store;
    private final Readiness readiness;

    private Telemetry(Logs logs, EventStore store, Readiness readiness) {
        this.logs = logs;
        this.store = store;
        this.readiness = readiness;
    }

    /// What could not be kept since the start.
    ///
    /// @param logLines lines that a log could not take
    /// @param events security events and decisions that the database could not take
    /// @param counts exchanges that readiness could not count
    public record Dropped(long logLines, long events, long counts) {
        public long total() {
            return logLines + events + counts;
        }
    }

    /// Starts everything with its default bounds.
    ///
    /// @param database is used, and not closed
    /// @param node which of several nodes on one database this is
    /// @param bound which policies are bound on a route at the moment, in whatever mode but `off`; asked by
    ///     a thread of the telemetry's own
    /// @throws IOException when a log cannot be opened
    public static Telemetry start(
            Database database,
            String node,
            LogSettings logs,
            Function<RouteName, Set<PolicyName>> bound,
            InstantSource clock)
            throws IOException {
        return start(database, node, logs, StoreSettings.DEFAULT, ReadinessSettings.DEFAULT, bound, clock);
    }

    /// The same with bounds of one's own.
    public static Telemetry start(
            Database database,
            String node,
            LogSettings logs,
            StoreSettings store,
            ReadinessSettings readiness,
            Function<RouteName, Set<PolicyName>> bound,
            InstantSource clock)
            throws IOException {
        return new Telemetry(
                Logs.open(logs, clock),
                EventStore.start(database, node, store),
                Readiness.start(database, readiness, bound, clock));
    }

    @Override
    public Recorder recorder() {
        Recorder log = logs.recorder();
        Recorder counts = readiness.recorder();
        return event -> {
            log.record(event);
            store.record(event);
            counts.record(event);
        };
    }

    @Override
    public void record(Event event) {
        logs.record(event);
        store.record(event);
        readiness.record(event);
    }

    /// What is kept of decisions, those of a moment ago too.
    public Decision.Source decisions() {
        return store;
    }

    /// Who would break, those of a moment ago too.
    public ReadinessSource readiness() {
        return readiness;
    }

    /// Who came from where, a moment ago too.
    public SeenSource seen() {
        return readiness;
    }

    public Dropped dropped() {
        return new Dropped(logs.dropped(), store.dropped(), readiness.dropped());
    }

    /// Brings everything that has been recorded to disk, or as much as the disk takes.
    public void flush() {
        logs.flush();
        store.flush();
        readiness.flush();
    }

    /// Opens the logs anew, because something else has rotated them.
    public void reopenLogs() {
        logs.reopen();
    }

    /// Brings everything that has been recorded to disk and stops. What is recorded afterwards is lost.
    @Override
    public void close() {
        logs.close();
        store.close();
        readiness.close();
    }
}
