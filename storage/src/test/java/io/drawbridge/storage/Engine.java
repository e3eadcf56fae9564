package io.drawbridge.storage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;

/// The databases that every test about one runs on. One file name is one database, until the tests end.
public enum Engine {
    SQLITE {
        @Override
        public DatabaseUrl url(Path file) {
            return new DatabaseUrl.Sqlite(file);
        }
    },
    POSTGRESQL {
        @Override
        public DatabaseUrl url(Path file) {
            return Server.databaseFor(file);
        }
    };

    /// The URL of the database that stands for a file; nobody else uses it.
    public abstract DatabaseUrl url(Path file);

    /// Opens [#url].
    public Database open(Path file) {
        return Database.open(url(file));
    }

    /// One server for all tests; it stops with the program.
    private static final class Server {
        static final Optional<EmbeddedPostgres> RUNNING = start();
        static final Map<Path, String> NAMES = new ConcurrentHashMap<>();

        static DatabaseUrl databaseFor(Path file) {
            EmbeddedPostgres server =
                    RUNNING.orElseGet(() -> Assumptions.abort("SKIPPED: there is no PostgreSQL to test with"));
            String name = NAMES.computeIfAbsent(file.toAbsolutePath(), _ -> {
                String fresh = "t" + UUID.randomUUID().toString().replace("-", "");
                try (var connection = server.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + fresh);
                } catch (SQLException failure) {
                    throw new IllegalStateException(failure);
                }
                return fresh;
            });
            return DatabaseUrl.parse("postgresql://postgres@127.0.0.1:" + server.getPort() + "/" + name);
        }

        private static Optional<EmbeddedPostgres> start() {
            try {
                return Optional.of(EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "400")
                        .start());
            } catch (IOException | RuntimeException failure) {
                System.err.println("""
                        ==========================================================================
                        SKIPPED: the tests of the gateway's state on PostgreSQL. Its server does not
                        start here, so nothing is known of PostgreSQL from this run. The reason:
                        """ + failure + """

                        ==========================================================================""");
                return Optional.empty();
            }
        }
    }
}
