package io.drawbridge.app.endtoend;

import io.drawbridge.storage.redis.RedisProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Three gateways, one PostgreSQL and one Redis on this machine, and an API behind them. The gateways reach
/// the two servers through proxies that can be cut.
final class Cluster implements AutoCloseable {
    static final int NODES = 3;

    private final Path folder;
    final Upstream upstream;
    final Postgres postgres;
    final RedisProgram redis;
    final CutProxy toPostgres;
    final CutProxy toRedis;
    private final List<Running> nodes = new ArrayList<>();

    private Cluster(Path folder) throws IOException {
        this.folder = folder;
        this.upstream = Upstream.start();
        this.postgres = Postgres.start(folder.resolve("postgresql"));
        this.redis = RedisProgram.start(folder);
        this.toPostgres = CutProxy.before(postgres.port());
        this.toRedis = CutProxy.before(redis.port());
    }

    static Cluster start(Path folder) throws IOException {
        Cluster cluster = new Cluster(folder);
        for (int i = 0; i < NODES; i++) {
            cluster.nodes.add(cluster.started(i));
        }
        Eventually.holds("all nodes know of each other", () -> cluster.nodesInRedis() == NODES);
        return cluster;
    }

    private Running started(int number) throws IOException {
        Path file = Files.writeString(folder.resolve("node-" + number + ".yaml"), """
                version: 1
                listen: 127.0.0.1:0
                admin:
                  listen: 127.0.0.1:0
                data: ${DATA}
                upstreams: { api: "%s" }
                rate_limits:
                  probe: 60/minute
                  wide: 1000000/minute
                policies:
                  legacy-auth: { mode: monitor }
                  ownership: { mode: enforce }
                  ip-block: { mode: enforce }
                routes:
                  - { name: load, path: "/load/{id}", upstream: api, authentication: required, limit: wide,
                      ownership: ["query:user_id"] }
                  - { name: probe, path: /probe, upstream: api, authentication: required, limit: probe }
                """.formatted(upstream.url()));
        return Running.start(
                file,
                Map.of(
                        "DATA",
                        folder.resolve("data-" + number).toString(),
                        "NODE_NAME",
                        "node-" + number,
                        "DATABASE_URL",
                        "postgresql://postgres@127.0.0.1:" + toPostgres.port() + "/postgres",
                        "REDIS_URL",
                        "redis://127.0.0.1:" + toRedis.port()));
    }

    Running node(int number) {
        return nodes.get(number);
    }

    List<Running> nodes() {
        return nodes;
    }

    Path data(int number) {
        return folder.resolve("data-" + number);
    }

    void kill(int number) {
        nodes.get(number).program().kill();
        nodes.get(number).program().ended();
    }

    void startAgain(int number) throws IOException {
        nodes.set(number, started(number));
    }

    static String bearer(String subject) {
        return Running.bearer("{\"sub\":\"" + subject + "\",\"exp\":SOON}");
    }

    JsonNode status(int number) {
        try {
            return nodes.get(number).admin("GET", "/v1/status", "").json();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /// The smallest number of nodes that any of them sees.
    private int nodesInRedis() {
        int least = NODES;
        for (int i = 0; i < nodes.size(); i++) {
            JsonNode shared = status(i).path("redis");
            least = Math.min(
                    least,
                    shared.path("state").asString().equals("ok")
                            ? shared.path("nodes").asInt()
                            : 0);
        }
        return least;
    }

    void awaitWhole() {
        Eventually.holds("Redis and PostgreSQL are there for all", () -> {
            for (int i = 0; i < NODES; i++) {
                if (!status(i).path("database").path("state").asString().equals("ok")
                        || !status(i).path("snapshot_from").asString().equals("database")) {
                    return false;
                }
            }
            return nodesInRedis() == NODES;
        });
    }

    /// Sets a mode on one node, tried again while the database is away.
    ///
    /// @return the version that it led to
    long setMode(int number, String policy, String mode) {
        return Eventually.get("the mode " + mode, () -> {
            try {
                Reply reply = nodes.get(number)
                        .admin("PUT", "/v1/policies/" + policy + "/mode", "{\"mode\":\"" + mode + "\"}");
                return reply.status() == 200
                        ? Optional.of(reply.json().path("version").asLong())
                        : Optional.empty();
            } catch (IOException away) {
                return Optional.empty();
            }
        });
    }

    /// How many of 150 requests of a new client are admitted within the limit of 60 a minute, over all nodes.
    int admitted(String subject, int requests) throws IOException {
        int admitted = 0;
        List<Wire> wires = new ArrayList<>();
        for (Running node : nodes) {
            wires.add(node.from("127.0.0.1"));
        }
        for (int i = 0; i < requests; i++) {
            int status =
                    wires.get(i % NODES).send("GET", "/probe", bearer(subject)).status();
            admitted += status == 200 ? 1 : 0;
            java.util.concurrent.locks.LockSupport.parkNanos(8_000_000);
        }
        for (Wire wire : wires) {
            wire.close();
        }
        return admitted;
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Running::close);
        toPostgres.close();
        toRedis.close();
        redis.close();
        postgres.close();
        upstream.close();
    }
}
