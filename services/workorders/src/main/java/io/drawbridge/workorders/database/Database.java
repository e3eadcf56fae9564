package io.drawbridge.workorders.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// A pool of connections to the one database. Safe for many threads.
public final class Database implements AutoCloseable {
    /// The schema of everything in PostgreSQL.
    static final String SCHEMA = "workorders";

    /// How long a request waits for a free connection, in milliseconds, before it is told to come back.
    private static final int WAIT_FOR_CONNECTION = 3_000;
    /// How long a start waits for a database that is not there yet, in milliseconds.
    private static final int WAIT_AT_START = 5_000;
    /// How long one of SQLite's writers waits for another, in milliseconds.
    private static final int WAIT_FOR_WRITER = 5_000;

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    private final Kind kind;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(Kind kind, HikariDataSource pool) {
        this.kind = kind;
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /// Opens the database; a SQLite file that does not exist is made, for its owner's eyes only.
    ///
    /// @throws DatabaseUnavailable when it cannot be reached within some seconds
    public static Database open(DatabaseUrl url) {
        var config = new HikariConfig();
        config.setPoolName("workorders");
        config.setConnectionTimeout(WAIT_FOR_CONNECTION);
        config.setInitializationFailTimeout(WAIT_AT_START);
        try {
            var kind = switch (url) {
                case DatabaseUrl.Sqlite(Path file) -> {
                    create(file);
                    forSqlite(config, file);
                    yield Kind.SQLITE;
                }
                case DatabaseUrl.Postgresql postgresql -> {
                    forPostgresql(config, postgresql);
                    yield Kind.POSTGRESQL;
                }
            };
            return new Database(kind, new HikariDataSource(config));
        } catch (HikariPool.PoolInitializationException | IOException e) {
            throw new DatabaseUnavailable("cannot open the database " + url + ": " + e.getMessage(), e);
        }
    }

    private static void forSqlite(HikariConfig config, Path file) {
        config.setJdbcUrl("jdbc:sqlite:" + file);
        config.setMaximumPoolSize(4);
        config.addDataSourceProperty("journal_mode", "WAL");
        // An answered write is on the disk.
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("foreign_keys", "true");
        config.addDataSourceProperty("busy_timeout", Integer.toString(WAIT_FOR_WRITER));
        // A transaction that reads and then writes could otherwise fail at its first write, however long it waits.
        config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    }

    private static void forPostgresql(HikariConfig config, DatabaseUrl.Postgresql url) {
        config.setJdbcUrl(url.jdbc());
        url.credentials().ifPresent(credentials -> {
            config.setUsername(credentials.user());
            config.setPassword(credentials.reveal());
        });
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(1);
        config.setSchema(SCHEMA);
        config.addDataSourceProperty("ApplicationName", "drawbridge-workorders");
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", "30");
    }

    private static void create(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException _) {
            // It is there, which is all that is asked for.
        }
    }

    Kind kind() {
        return kind;
    }

    /// For statements that stand alone, or transactions of one's own.
    public Jdbi jdbi() {
        return jdbi;
    }

    /// Runs something that only reads. PostgreSQL gives rows in portions (a statement's fetch size) only inside a
    /// transaction; SQLite gives them one by one anyway, and there a transaction would keep writers waiting.
    public <T> T read(Reading<T> reading) {
        return switch (kind) {
            case SQLITE -> jdbi.withHandle(reading::from);
            case POSTGRESQL -> jdbi.inTransaction(reading::from);
        };
    }

    /// What [#read] runs.
    @FunctionalInterface
    public interface Reading<T> {
        T from(Handle handle);
    }

    /// Asks the database a question that needs the tables.
    ///
    /// @throws RuntimeException when it does not answer
    public void check() {
        jdbi.useHandle(handle -> handle.createQuery("SELECT count(*) FROM schema_version")
                .mapTo(Integer.class)
                .one());
    }

    @Override
    public void close() {
        pool.close();
    }
}
