package io.drawbridge.controlplane.csp;

import io.drawbridge.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// How often what was reported, kept in the database and added up over restarts and nodes.
///
/// Reports are counted in memory and written once a second, at most [#MOST_KEPT] different ones: the rest is counted
/// as one. What cannot be written now is written later.
public final class CspViolations implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CspViolations.class.getName());
    /// Different violations in the database.
    static final int MOST_KEPT = 1000;
    /// Different violations that wait to be written.
    private static final int MOST_WAITING = 256;
    private static final long PERIOD_MILLIS = 1000;

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Thread writer;
    private final Object writing = new Object();
    private Map<Violation, Count> waiting = new HashMap<>();
    private boolean failing;

    /// A violation and how often it was reported.
    public record Counted(Violation violation, long reports, Instant firstSeen, Instant lastSeen) {}

    private record Count(long reports, Instant first, Instant last) {
        Count and(Count other) {
            return new Count(
                    reports + other.reports,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last);
        }
    }

    private CspViolations(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
        this.writer = Thread.ofVirtual().name("csp-violations").unstarted(this::writeForEver);
    }

    /// @param database is used, and not closed
    public static CspViolations start(Database database, InstantSource clock) {
        CspViolations violations = new CspViolations(database.jdbi(), clock);
        violations.writer.start();
        return violations;
    }

    /// Counts a report.
    public synchronized void add(Violation violation) {
        Instant now = clock.instant();
        Violation counted =
                waiting.containsKey(violation) || waiting.size() < MOST_WAITING ? violation : Violation.OTHERS;
        waiting.merge(counted, new Count(1, now, now), Count::and);
    }

    /// Everything that was reported, those of a moment ago too, the newest first. What found no room of its own
    /// has empty texts.
    public List<Counted> list() {
        flush();
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT page, directive, blocked, disposition, reports, first_seen, last_seen"
                                + " FROM csp_violation ORDER BY last_seen DESC, page, directive, blocked")
                .map((row, _) -> new Counted(
                        new Violation(
                                row.getString("page"),
                                row.getString("directive"),
                                row.getString("blocked"),
                                row.getString("disposition")),
                        row.getLong("reports"),
                        Instant.ofEpochMilli(row.getLong("first_seen")),
                        Instant.ofEpochMilli(row.getLong("last_seen"))))
                .list());
    }

    /// Writes what waits; what cannot be written waits on.
    public void flush() {
        synchronized (writing) {
            Map<Violation, Count> taken = take();
            if (taken.isEmpty()) {
                return;
            }
            try {
                jdbi.useTransaction(handle -> taken.forEach((violation, count) -> write(handle, violation, count)));
                failing = false;
            } catch (JdbiException failure) {
                giveBack(taken);
                if (!failing) {
                    LOG.log(System.Logger.Level.ERROR, "reports of CSP violations wait to be written", failure);
                }
                failing = true;
            }
        }
    }

    private synchronized Map<Violation, Count> take() {
        Map<Violation, Count> taken = waiting;
        waiting = new HashMap<>();
        return taken;
    }

    private synchronized void giveBack(Map<Violation, Count> taken) {
        taken.forEach((violation, count) -> {
            boolean room = waiting.containsKey(violation) || waiting.size() < MOST_WAITING;
            waiting.merge(room ? violation : Violation.OTHERS, count, Count::and);
        });
    }

    private static void write(Handle handle, Violation violation, Count count) {
        if (add(handle, violation, count) == 0) {
            long kept = handle.createQuery("SELECT COUNT(*) FROM csp_violation")
                    .mapTo(Long.class)
                    .one();
            Violation row = kept < MOST_KEPT ? violation : Violation.OTHERS;
            if (add(handle, row, count) == 0) {
                bound(
                                handle,
                                "INSERT INTO csp_violation"
                                        + " (page, directive, blocked, disposition, reports, first_seen, last_seen)"
                                        + " VALUES (:page, :directive, :blocked, :disposition, :reports, :first, :last)"
                                        + " ON CONFLICT (page, directive, blocked, disposition) DO UPDATE SET"
                                        + " reports = csp_violation.reports + excluded.reports",
                                row,
                                count)
                        .execute();
            }
        }
    }

    private static int add(Handle handle, Violation violation, Count count) {
        return bound(
                        handle,
                        "UPDATE csp_violation SET reports = reports + :reports,"
                                + " last_seen = CASE WHEN last_seen < :last THEN :last ELSE last_seen END"
                                + " WHERE page = :page AND directive = :directive AND blocked = :blocked"
                                + " AND disposition = :disposition",
                        violation,
                        count)
                .execute();
    }

    private static org.jdbi.v3.core.statement.Update bound(
            Handle handle, String sql, Violation violation, Count count) {
        return handle.createUpdate(sql)
                .bind("page", violation.page())
                .bind("directive", violation.directive())
                .bind("blocked", violation.blocked())
                .bind("disposition", violation.disposition())
                .bind("reports", count.reports())
                .bind("first", count.first().toEpochMilli())
                .bind("last", count.last().toEpochMilli());
    }

    private void writeForEver() {
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                flush();
            }
        } catch (InterruptedException _) {
            flush();
        }
    }

    /// Writes what waits.
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
