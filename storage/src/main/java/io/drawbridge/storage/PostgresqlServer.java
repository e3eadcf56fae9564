package io.drawbridge.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL server, seen as a source of connections that are quick to fail. It may be away when the gateway
/// starts: the tables are made when it is first reached, before anybody gets a connection.
///
/// Nothing waits without end. A connection is refused or answers within [#CONNECT_SECONDS]; a statement that
/// gets no answer, because a cable was pulled, say, fails after [#ANSWER_SECONDS]; the server itself ends
/// statements, waits for locks and idle transactions of a node that is gone. After a failure everybody is
/// refused at once for a moment, so that callers do not wait one after the other.
final class PostgresqlServer implements DataSource, AutoCloseable {
    /// Everything of the gateway lies in it; the services behind it may share the database.
    static final String SCHEMA = "drawbridge";

    private static final int CONNECT_SECONDS = 2;
    private static final int ANSWER_SECONDS = 5;
    /// A migration may take longer than anything later.
    private static final int MIGRATION_SECONDS = 120;

    private static final int CONNECTIONS = 6;
    private static final long REFUSED_NANOS = 250_000_000L;
    private static final String LIMITS = "-c statement_timeout=4500 -c lock_timeout=4000"
            + " -c idle_in_transaction_session_timeout=8000 -c tcp_keepalives_idle=5";

    private final DatabaseUrl.Postgresql url;
    private final ReachWatch watch;
    private final HikariDataSource pool;
    private final ReentrantLock migrating = new ReentrantLock();
    private volatile boolean migrated;
    private volatile long failedAt = System.nanoTime() - REFUSED_NANOS;

    PostgresqlServer(DatabaseUrl.Postgresql url, ReachWatch watch) {
        this.url = url;
        this.watch = watch;
        HikariConfig config = new HikariConfig();
        config.setPoolName("drawbridge-database");
        config.setDataSource(source(ANSWER_SECONDS, LIMITS));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        config.setValidationTimeout(1_000);
        config.setKeepaliveTime(30_000);
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
    }

    /// @throws StorageException when the server answers but cannot be used as it is
    void greet() {
        try (Connection _ = getConnection()) {
            watch.reached();
        } catch (SQLException failure) {
            String state = String.valueOf(failure.getSQLState());
            // Not away, but locked to us, or without the database.
            if (state.startsWith("28") || state.equals("3D000") || state.equals("42501")) {
                throw new StorageException(
                        url + " does not let the gateway in: " + failure.getMessage()
                                + "; check user, password and database in DATABASE_URL, and that the user may create"
                                + " the schema " + SCHEMA + " or owns it",
                        failure);
            }
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (System.nanoTime() - failedAt < REFUSED_NANOS) {
            throw new SQLTransientConnectionException(url + " is away");
        }
        try {
            if (!migrated) {
                migrate();
            }
            Connection connection = pool.getConnection();
            watch.reached();
            return connection;
        } catch (SQLException failure) {
            failed(failure);
            throw failure;
        }
    }

    /// A connection beside the pool, for whoever listens on it for long.
    Connection lasting() throws SQLException {
        if (!migrated) {
            migrate();
        }
        return source(ANSWER_SECONDS, "-c tcp_keepalives_idle=5").getConnection();
    }

    void failed(SQLException failure) {
        failedAt = System.nanoTime();
        watch.failed(failure);
    }

    private void migrate() throws SQLException {
        try {
            if (!migrating.tryLock(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException(url + " is being prepared");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", interrupted);
        }
        try {
            if (!migrated) {
                new Migrations(Dialect.POSTGRESQL, InstantSource.system()).up(source(MIGRATION_SECONDS, ""));
                migrated = true;
            }
        } finally {
            migrating.unlock();
        }
    }

    private PGSimpleDataSource source(int answerSeconds, String limits) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url.jdbc());
        url.user().ifPresent(source::setUser);
        url.password()
                .ifPresent(password ->
                        source.setPassword(new String(password.reveal(), java.nio.charset.StandardCharsets.UTF_8)));
        source.setCurrentSchema(SCHEMA);
        source.setApplicationName("drawbridge");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(answerSeconds);
        source.setCancelSignalTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        if (!limits.isEmpty()) {
            source.setOptions(limits);
        }
        return source;
    }

    @Override
    public void close() {
        pool.close();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("the user stands in the URL");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // What there is to say goes to the application log.
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLException("the time-out is fixed");
    }

    @Override
    public int getLoginTimeout() {
        return CONNECT_SECONDS;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(PostgresqlServer.class.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("it wraps no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
