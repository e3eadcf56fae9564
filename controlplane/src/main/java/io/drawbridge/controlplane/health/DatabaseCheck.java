package io.drawbridge.controlplane.health;

import io.drawbridge.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/// Asks the database something when it is asked itself, and remembers since when there is no answer.
public final class DatabaseCheck implements Supplier<Dependency> {
    private final Database database;
    private final InstantSource clock;
    private Optional<Instant> awaySince = Optional.empty();

    public DatabaseCheck(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// It blocks for as long as the database's own time-outs allow.
    @Override
    public synchronized Dependency get() {
        try {
            database.jdbi()
                    .useHandle(handle ->
                            handle.createQuery("SELECT 1").mapTo(Integer.class).one());
            awaySince = Optional.empty();
            return new Dependency("database", Dependency.State.UP);
        } catch (JdbiException failure) {
            Instant since = awaySince.orElseGet(clock::instant);
            awaySince = Optional.of(since);
            return new Dependency("database", new Dependency.State.Away(since, String.valueOf(failure.getMessage())));
        }
    }
}
