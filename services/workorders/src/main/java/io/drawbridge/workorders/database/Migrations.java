package io.drawbridge.workorders.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// The steps by which the tables came to be, each with its way back.
public final class Migrations {
    /// The lock that programs that migrate the same PostgreSQL database take: "workorde" in ASCII.
    private static final long LOCK = 0x776f_726b_6f72_6465L;

    private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*(?:\\n|$)");

    private record Step(int version, String name) {
        List<String> up() {
            return statements("up");
        }

        List<String> down() {
            return statements("down");
        }

        private List<String> statements(String direction) {
            String file = version + "-" + name + "." + direction + ".sql";
            try (var in = Migrations.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("the program lacks its file " + file);
                }
                String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return END_OF_STATEMENT
                        .splitAsStream(script)
                        .filter(statement -> !statement.isBlank())
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException("the program cannot read its file " + file, e);
            }
        }
    }

    private static final List<Step> STEPS = List.of(new Step(1, "work-orders"), new Step(2, "list-indexes"));

    /// The version that this program works with.
    public static final int LATEST = STEPS.getLast().version();

    private final Database database;

    public Migrations(Database database) {
        this.database = database;
    }

    /// Brings the tables to [#LATEST]; nothing happens when they are there.
    ///
    /// @throws IllegalStateException when a newer program has been here
    public void up() {
        to(LATEST);
    }

    /// Brings the tables to a version, up or down, whole or not at all; 0 is no tables.
    ///
    /// @throws IllegalArgumentException when there is no such version
    /// @throws IllegalStateException when a newer program has been here, whose steps this one does not know
    public void to(int wanted) {
        if (wanted < 0 || wanted > LATEST) {
            throw new IllegalArgumentException("there are the versions 0 to " + LATEST + ", not " + wanted);
        }
        database.jdbi().useTransaction(handle -> {
            lock(handle);
            handle.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
            int current = current(handle);
            if (current > LATEST) {
                throw new IllegalStateException("the database has version " + current + ", but this program knows only "
                        + LATEST + ": start the newer program, or let it go back first, with its `migrate --to "
                        + LATEST + "`");
            }
            for (var step : STEPS) {
                if (step.version() > current && step.version() <= wanted) {
                    step.up().forEach(handle::execute);
                    handle.execute("INSERT INTO schema_version (version) VALUES (?)", step.version());
                }
            }
            for (var step : STEPS.reversed()) {
                if (step.version() <= current && step.version() > wanted) {
                    step.down().forEach(handle::execute);
                    handle.execute("DELETE FROM schema_version WHERE version = ?", step.version());
                }
            }
        });
    }

    /// The version that the tables have.
    public int version() {
        return database.jdbi().withHandle(Migrations::current);
    }

    private static int current(Handle handle) {
        return handle.createQuery("SELECT coalesce(max(version), 0) FROM schema_version")
                .mapTo(Integer.class)
                .one();
    }

    private void lock(Handle handle) {
        switch (database.kind()) {
            case SQLITE -> {
                // The transaction itself is the lock: it begins as a writer's, and there is one writer at a time.
            }
            case POSTGRESQL -> {
                handle.createQuery("SELECT pg_advisory_xact_lock(:lock)")
                        .bind("lock", LOCK)
                        .map((_, _) -> LOCK)
                        .one();
                handle.execute("CREATE SCHEMA IF NOT EXISTS " + Database.SCHEMA);
            }
        }
    }
}
