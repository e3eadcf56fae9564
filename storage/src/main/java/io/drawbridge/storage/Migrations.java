package io.drawbridge.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/// Brings a schema up to date, or some steps back. All steps of one run and the notes that they ran are one
/// transaction: a run that is killed or fails has changed nothing, and the lock that the transaction takes
/// when it begins makes a second process wait, on this machine or another, which then finds nothing left to
/// do.
final class Migrations {
    private final Dialect dialect;
    private final List<Migration> known;
    private final InstantSource clock;

    Migrations(Dialect dialect, InstantSource clock) {
        this(dialect, Migration.all(), clock);
    }

    Migrations(Dialect dialect, List<Migration> known, InstantSource clock) {
        this.dialect = dialect;
        this.known = known;
        this.clock = clock;
    }

    /// Runs every script that has not run yet, lowest number first.
    ///
    /// @return the numbers of those that ran
    /// @throws StorageException when the database is newer than this program, or a script fails
    List<Integer> up(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection);
            Set<Integer> applied = applied(connection);
            List<Migration> pending = known.stream()
                    .filter(migration -> !applied.contains(migration.number()))
                    .toList();
            for (Migration migration : pending) {
                run(connection, migration, migration.up());
                try (PreparedStatement note = connection.prepareStatement(
                        "INSERT INTO changelog (id, applied_at, description) VALUES (?, ?, ?)")) {
                    note.setInt(1, migration.number());
                    note.setString(2, clock.instant().toString());
                    note.setString(3, migration.name());
                    note.executeUpdate();
                }
            }
            connection.commit();
            return pending.stream().map(Migration::number).toList();
        }
    }

    /// Takes the newest scripts that ran back, highest number first.
    ///
    /// @param steps how many of them
    /// @return the numbers of those that were taken back
    List<Integer> down(DataSource source, int steps) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection);
            Set<Integer> applied = applied(connection);
            List<Migration> undone = known.reversed().stream()
                    .filter(migration -> applied.contains(migration.number()))
                    .limit(steps)
                    .toList();
            for (Migration migration : undone) {
                run(connection, migration, migration.down());
                try (PreparedStatement note = connection.prepareStatement("DELETE FROM changelog WHERE id = ?")) {
                    note.setInt(1, migration.number());
                    note.executeUpdate();
                }
            }
            connection.commit();
            return undone.stream().map(Migration::number).toList();
        }
    }

    /// SQLite's transaction is the lock. In PostgreSQL the schema is made here too, unless somebody with more
    /// rights has made it.
    private void lock(Connection connection) throws SQLException {
        switch (dialect) {
            case SQLITE -> {}
            case POSTGRESQL -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_advisory_xact_lock(" + Lock.MIGRATION.number + ")");
                    boolean there;
                    try (ResultSet row = statement.executeQuery(
                            "SELECT 1 FROM pg_namespace WHERE nspname = '" + PostgresqlServer.SCHEMA + "'")) {
                        there = row.next();
                    }
                    if (!there) {
                        statement.execute("CREATE SCHEMA " + PostgresqlServer.SCHEMA);
                    }
                }
            }
        }
    }

    private Set<Integer> applied(Connection connection) throws SQLException {
        Set<Integer> applied = new TreeSet<>();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(dialect.script("""
                    CREATE TABLE IF NOT EXISTS changelog (
                        id INTEGER PRIMARY KEY,
                        applied_at TEXT NOT NULL,
                        description TEXT NOT NULL
                    )"""));
            try (ResultSet rows = statement.executeQuery("SELECT id FROM changelog")) {
                while (rows.next()) {
                    applied.add(rows.getInt(1));
                }
            }
        }
        Set<Integer> unknown = new TreeSet<>(applied);
        known.forEach(migration -> unknown.remove(migration.number()));
        if (!unknown.isEmpty()) {
            throw new StorageException("the database has been used by a newer version of Drawbridge (its migrations "
                    + unknown + " are not known here); start that version, or restore an older backup");
        }
        return applied;
    }

    private void run(Connection connection, Migration migration, String script) {
        // The driver takes a whole script: no splitter of ours has to know where a statement ends.
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(dialect.script(script));
        } catch (SQLException failure) {
            throw new StorageException(
                    "the migration " + migration.number() + " (" + migration.name()
                            + ") failed and nothing was changed: " + failure.getMessage(),
                    failure);
        }
    }
}
