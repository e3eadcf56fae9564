package io.drawbridge.controlplane.health;

import io.drawbridge.domain.route.TargetCondition;
import io.drawbridge.domain.route.UpstreamStatus;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Reach;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;

/// How everything is that the gateway works with: the database, the server through which nodes share, and the
/// upstreams. Quick: only a database in a file is asked something, of everything else the last that was seen is told.
public final class Dependencies implements Supplier<List<Dependency>> {
    private final Database database;
    private final Optional<Supplier<Reach>> redis;
    private final UpstreamStatus.Source upstreams;
    private final InstantSource clock;
    /// Of those that do not know themselves since when they are away.
    private final Map<String, Instant> awaySince = new HashMap<>();

    /// @param redis empty where nodes share through none
    public Dependencies(
            Database database, Optional<Supplier<Reach>> redis, UpstreamStatus.Source upstreams, InstantSource clock) {
        this.database = database;
        this.redis = redis;
        this.upstreams = upstreams;
        this.clock = clock;
    }

    @Override
    public synchronized List<Dependency> get() {
        List<Dependency> dependencies = new ArrayList<>();
        dependencies.add(database());
        redis.ifPresent(reach -> dependencies.add(new Dependency("redis", state(reach.get()))));
        upstreams.upstreams().forEach(upstream -> dependencies.add(upstream(upstream)));
        return dependencies;
    }

    private Dependency database() {
        if (database.reach() instanceof Reach.Away away) {
            return new Dependency("database", state(away));
        }
        return switch (database.dialect()) {
            case POSTGRESQL -> up("database");
            case SQLITE -> {
                try {
                    database.check();
                    yield up("database");
                } catch (JdbiException failure) {
                    yield away("database", String.valueOf(failure.getMessage()));
                }
            }
        };
    }

    private Dependency upstream(UpstreamStatus status) {
        String name = "upstream " + status.name();
        boolean served = status.targets().stream().anyMatch(target -> target.state() == TargetCondition.HEALTHY);
        return served
                ? up(name)
                : away(
                        name,
                        status.targets().stream()
                                .map(target ->
                                        target.url() + " is " + target.state().word())
                                .collect(Collectors.joining(", ")));
    }

    private Dependency up(String name) {
        awaySince.remove(name);
        return new Dependency(name, Dependency.State.UP);
    }

    private Dependency away(String name, String cause) {
        Instant since = awaySince.computeIfAbsent(name, _ -> clock.instant());
        return new Dependency(name, new Dependency.State.Away(since, cause));
    }

    private static Dependency.State state(Reach reach) {
        return switch (reach) {
            case Reach.Reached _ -> Dependency.State.UP;
            case Reach.Away away -> new Dependency.State.Away(away.since(), away.why());
        };
    }
}
