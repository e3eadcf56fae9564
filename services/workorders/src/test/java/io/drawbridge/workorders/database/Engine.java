package io.drawbridge.workorders.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;

/// The databases that every test about one runs on.
public enum Engine {
    SQLITE {
        @Override
        public DatabaseUrl fresh(Path folder) {
            return DatabaseUrl.parse("sqlite:///" + folder.resolve(UUID.randomUUID() + ".db"));
        }
    },
    POSTGRESQL {
        @Override
        public DatabaseUrl fresh(Path folder) {
            var server =
                    Server.RUNNING.orElseGet(() -> Assumptions.abort("SKIPPED: there is no PostgreSQL to test with"));
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            try (var connection = server.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return DatabaseUrl.parse("postgresql://postgres@localhost:" + server.getPort() + "/" + name);
        }
    };

    /// The URL of a database that nobody has used.
    public abstract DatabaseUrl fresh(Path folder);

    /// One server for all tests; it stops with the program.
    private static final class Server {
        static final Optional<EmbeddedPostgres> RUNNING = start();

        private static Optional<EmbeddedPostgres> start() {
            try {
                return Optional.of(EmbeddedPostgres.builder().start());
            } catch (IOException | RuntimeException e) {
                System.err.println("""
                        ==========================================================================
                        SKIPPED: the work-order service's tests on PostgreSQL. Its server does not
                        start here, so nothing is known of PostgreSQL from this run. The reason:
                        """ + e + """

                        ==========================================================================""");
                return Optional.empty();
            }
        }
    }
}
