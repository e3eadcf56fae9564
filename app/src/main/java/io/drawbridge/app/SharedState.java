package io.drawbridge.app;

import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.controlplane.blocks.LastBlocks;
import io.drawbridge.controlplane.configuration.Settings;
import io.drawbridge.controlplane.nodes.Nodes;
import io.drawbridge.controlplane.snapshots.LastSnapshot;
import io.drawbridge.controlplane.snapshots.Sharing;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.policies.ratelimit.RateLimiter;
import io.drawbridge.policies.ratelimit.SharedLimits;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.DatabaseUrl;
import io.drawbridge.storage.Dialect;
import io.drawbridge.storage.Reach;
import io.drawbridge.storage.StorageException;
import io.drawbridge.storage.messages.Carrier;
import io.drawbridge.storage.messages.Messages;
import io.drawbridge.storage.messages.NodeMessages;
import io.drawbridge.storage.messages.Notifications;
import io.drawbridge.storage.messages.Topic;
import io.drawbridge.storage.redis.Redis;
import io.drawbridge.storage.redis.RedisCarrier;
import io.drawbridge.storage.redis.RedisLedger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Where this node's state lies, and what it shares with other nodes. Without a database URL and a Redis URL
/// that is a file of its own, and nobody.
final class SharedState implements AutoCloseable {
    /// Everything is looked at again so often, whatever was said.
    private static final Duration LOOK = Duration.ofMillis(900);

    private final String node;
    private final Database database;
    private final Optional<Redis> redis;
    private final Optional<RedisLedger> ledger;
    private final Messages messages;
    private final Sharing sharing;
    private final LastBlocks lastBlocks;
    private final InstantSource clock;
    private Optional<SharedLimits> limits = Optional.empty();
    private Optional<Nodes> nodes = Optional.empty();

    private SharedState(
            String node,
            Database database,
            Optional<Redis> redis,
            Messages messages,
            Sharing sharing,
            LastBlocks lastBlocks,
            InstantSource clock) {
        this.node = node;
        this.database = database;
        this.redis = redis;
        this.ledger = redis.map(RedisLedger::new);
        this.messages = messages;
        this.sharing = sharing;
        this.lastBlocks = lastBlocks;
        this.clock = clock;
    }

    /// Opens the database, and what else there is. Nothing of it need be there yet, but a database file.
    static SharedState open(Settings settings, Path data, Secret key, InstantSource clock) throws StartFailure {
        DatabaseUrl url = settings.databaseUrl()
                .map(DatabaseUrl::parse)
                .orElseGet(() -> new DatabaseUrl.Sqlite(data.resolve("gateway.db")));
        Database database;
        try {
            database = Database.open(url);
        } catch (StorageException told) {
            throw new StartFailure(List.of(String.valueOf(told.getMessage())));
        }
        Optional<Redis> redis = settings.redisUrl().map(text -> Redis.at(new Secret(text), clock));
        String node = settings.node().orElseGet(SharedState::hostName);
        LastBlocks lastBlocks = new LastBlocks(data.resolve("last-blocks.txt"), key);
        return switch (database.dialect()) {
            case SQLITE -> new SharedState(node, database, redis, Messages.ALONE, Sharing.NONE, lastBlocks, clock);
            case POSTGRESQL -> {
                List<Carrier> carriers = new ArrayList<>();
                carriers.add(new Notifications(database));
                redis.map(RedisCarrier::new).ifPresent(carriers::add);
                Messages messages = NodeMessages.start(carriers, LOOK);
                Sharing sharing =
                        new Sharing(messages, Optional.of(new LastSnapshot(data.resolve("last-snapshot.json"), key)));
                yield new SharedState(node, database, redis, messages, sharing, lastBlocks, clock);
            }
        };
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") ? name : "node";
        } catch (UnknownHostException _) {
            return "node";
        }
    }

    Database database() {
        return database;
    }

    /// Which of several nodes this is.
    String node() {
        return node;
    }

    Sharing sharing() {
        return sharing;
    }

    /// Whether the server that nodes share through answers; empty where there is none.
    Optional<Supplier<Reach>> redisReach() {
        return redis.map(server -> server::reach);
    }

    /// Shares blocks with the other nodes, and keeps a copy for a start while the database is away.
    void share(Blocks blocks) throws StartFailure {
        if (!hasOtherNodes()) {
            return;
        }
        try {
            blocks.copyTo(lastBlocks);
        } catch (StorageException told) {
            throw new StartFailure(List.of(String.valueOf(told.getMessage())));
        }
        blocks.shareBy(messages);
    }

    /// Tells other nodes to look again, and this one when they say so.
    Messages messages() {
        return messages;
    }

    /// Whether other nodes run the same configuration on the same database.
    boolean hasOtherNodes() {
        return database.dialect() == Dialect.POSTGRESQL;
    }

    /// Begins to share, when everything that is shared is there.
    void begin(RateLimiter limiter, Steering steering, String version) {
        limits = ledger.map(shared -> SharedLimits.start(limiter, shared));
        redis.ifPresent(Redis::begin);
        if (hasOtherNodes()) {
            Nodes registered =
                    new Nodes(database, node, version, () -> steering.position().version(), clock);
            nodes = Optional.of(registered);
            messages.subscribe(Topic.NODES, registered::beat);
        }
    }

    /// What `drawbridge status` says of it.
    Map<String, Object> facts(Steering steering) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("node", node);
        Map<String, Object> stored = new LinkedHashMap<>();
        stored.put(
                "kind",
                switch (database.dialect()) {
                    case SQLITE -> "sqlite";
                    case POSTGRESQL -> "postgresql";
                });
        stored.putAll(state(database.reach()));
        facts.put("database", stored);
        if (hasOtherNodes()) {
            facts.put(
                    "snapshot_from",
                    switch (steering.origin()) {
                        case DATABASE -> "database";
                        case DISK -> "disk: the database is away since the start, and this may be an older one";
                    });
            Map<String, Object> all = new LinkedHashMap<>();
            nodes.ifPresent(registered -> registered
                    .seen()
                    .forEach(one ->
                            all.put(one.name(), Map.of("snapshot_version", one.snapshot(), "seen_at", one.seenAt()))));
            facts.put("nodes", all);
        }
        redis.ifPresent(server -> {
            Map<String, Object> shared = new LinkedHashMap<>(state(server.reach()));
            ledger.ifPresent(known -> shared.put("nodes", known.nodes()));
            limits.ifPresent(known -> shared.put("limits_shared", known.counters()));
            limits.ifPresent(known -> shared.put("limits_without_room", known.unshared()));
            facts.put("redis", shared);
        });
        return facts;
    }

    private static Map<String, Object> state(Reach reach) {
        return switch (reach) {
            case Reach.Reached _ -> Map.of("state", "ok");
            case Reach.Away away -> {
                Map<String, Object> state = new LinkedHashMap<>();
                state.put("state", "away");
                state.put("since", away.since());
                state.put("why", away.why());
                yield state;
            }
        };
    }

    @Override
    public void close() {
        limits.ifPresent(SharedLimits::close);
        messages.close();
        redis.ifPresent(Redis::close);
        database.close();
    }
}
