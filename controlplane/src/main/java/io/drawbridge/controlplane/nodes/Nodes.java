package io.drawbridge.controlplane.nodes;

import io.drawbridge.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/// Who is there. What is told of the others is as old as this node's last look.
public final class Nodes {
    private static final Duration BEAT = Duration.ofSeconds(2);
    /// Who was not seen for so long is forgotten.
    private static final Duration KEPT = Duration.ofHours(1);

    private final Database database;
    private final String name;
    private final String version;
    private final LongSupplier snapshot;
    private final InstantSource clock;
    private final Instant startedAt;
    private Instant last = Instant.MIN;
    private volatile List<Node> seen = List.of();

    /// One node.
    ///
    /// @param snapshot the number of the snapshot that it runs
    /// @param seenAt when it last said so, by its own clock
    public record Node(String name, String version, long snapshot, Instant startedAt, Instant seenAt) {}

    /// @param name this node's
    /// @param version the program's
    public Nodes(Database database, String name, String version, LongSupplier snapshot, InstantSource clock) {
        this.database = database;
        this.name = name;
        this.version = version;
        this.snapshot = snapshot;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /// Says that this node is there and looks who else is, every other second at the most; one thread calls it.
    public void beat() {
        Instant now = clock.instant();
        if (now.isBefore(last.plus(BEAT)) && !now.isBefore(last)) {
            return;
        }
        seen = database.jdbi().inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO node (name, version, snapshot, started_at, seen_at)
                            VALUES (:name, :version, :snapshot, :started, :seen)
                            ON CONFLICT (name) DO UPDATE SET version = excluded.version,
                                snapshot = excluded.snapshot, started_at = excluded.started_at,
                                seen_at = excluded.seen_at""")
                    .bind("name", name)
                    .bind("version", version)
                    .bind("snapshot", snapshot.getAsLong())
                    .bind("started", startedAt.toEpochMilli())
                    .bind("seen", now.toEpochMilli())
                    .execute();
            handle.execute("DELETE FROM node WHERE seen_at < ?", now.minus(KEPT).toEpochMilli());
            return handle.createQuery("SELECT name, version, snapshot, started_at, seen_at FROM node ORDER BY name")
                    .map((row, _) -> new Node(
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            Instant.ofEpochMilli(row.getLong(4)),
                            Instant.ofEpochMilli(row.getLong(5))))
                    .list();
        });
        last = now;
    }

    /// Every node of the last hour, by name.
    public List<Node> seen() {
        return seen;
    }
}
