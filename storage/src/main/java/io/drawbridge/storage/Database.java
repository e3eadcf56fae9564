package io.drawbridge.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The gateway's own database: a SQLite file for one node, or a PostgreSQL server that nodes share. All
/// statements run on both.
///
/// A server may be away, also at the start: then every use fails within some seconds with an exception that
/// [Outage#isOutage] knows, [#reach] says so, and it works again by itself.
public final class Database implements AutoCloseable {
    private final Dialect dialect;
    private final DataSource source;
    private final AutoCloseable pool;
    private final Jdbi jdbi;
    private final ReachWatch watch;

    private <S extends DataSource & AutoCloseable> Database(Dialect dialect, S source, ReachWatch watch) {
        this.dialect = dialect;
        this.source = source;
        this.pool = source;
        this.jdbi = Jdbi.create(source);
        this.watch = watch;
    }

    /// Opens a SQLite file, makes it (and its folder) when it is not there, and brings its schema up to date.
    ///
    /// @throws StorageException when it cannot be opened or migrated, with what to do
    public static Database open(Path sqliteFile) {
        return open(new DatabaseUrl.Sqlite(sqliteFile));
    }

    /// Opens either, and brings the schema up to date. A server that is away is no failure.
    ///
    /// @throws StorageException when it cannot be opened or migrated, with what to do
    public static Database open(DatabaseUrl url) {
        ReachWatch watch = new ReachWatch(
                url.toString(),
                "Requests are judged by the last snapshot; edits and logins wait until it is back",
                InstantSource.system());
        return switch (url) {
            case DatabaseUrl.Sqlite(Path file) -> {
                HikariDataSource pool = SqliteFile.open(file);
                yield new Database(Dialect.SQLITE, pool, watch);
            }
            case DatabaseUrl.Postgresql server -> {
                PostgresqlServer source = new PostgresqlServer(server, watch);
                try {
                    source.greet();
                } catch (RuntimeException failure) {
                    source.close();
                    throw failure;
                }
                yield new Database(Dialect.POSTGRESQL, source, watch);
            }
        };
    }

    public Dialect dialect() {
        return dialect;
    }

    /// The way to the data. It can be shared by all threads.
    public Jdbi jdbi() {
        return jdbi;
    }

    /// Whether the database answered last time. A file is always there.
    public Reach reach() {
        return watch.reach();
    }

    /// A transaction that no other node makes at the same time.
    public <R extends @Nullable Object, X extends Exception> R exclusively(Lock lock, HandleCallback<R, X> work)
            throws X {
        return jdbi.inTransaction(handle -> {
            take(handle, lock);
            return work.withHandle(handle);
        });
    }

    /// Runs something that only reads. PostgreSQL gives rows in portions (a statement's fetch size) only
    /// inside a transaction; SQLite gives them one by one anyway, and there a transaction would keep writers
    /// waiting.
    public <R extends @Nullable Object, X extends Exception> R read(HandleCallback<R, X> work) throws X {
        return switch (dialect) {
            case SQLITE -> jdbi.withHandle(work);
            case POSTGRESQL -> jdbi.inTransaction(work);
        };
    }

    private void take(Handle handle, Lock lock) {
        switch (dialect) {
            case SQLITE -> {
                // The transaction itself is the lock: it begins as a writer's, and there is one writer at a
                // time.
            }
            case POSTGRESQL ->
                handle.createQuery("SELECT pg_advisory_xact_lock(:lock)")
                        .bind("lock", lock.number)
                        .map((_, _) -> lock)
                        .one();
        }
    }

    /// Asks whether it is there. For a server, [#reach] is the answer.
    public void check() {
        jdbi.useHandle(handle -> handle.execute("SELECT 1"));
    }

    /// A connection beside the others, for whoever waits for notifications on it; whoever took it closes it.
    /// Empty for a file, which notifies nobody.
    public Optional<Connection> listening() throws SQLException {
        return source instanceof PostgresqlServer server ? Optional.of(server.lasting()) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            pool.close();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
