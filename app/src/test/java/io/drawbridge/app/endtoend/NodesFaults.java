package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kills, stops and cuts off everything that three nodes consist of, one after the other and under load, and
/// prints a table. It takes some minutes, so it runs only when it is asked for: `benchmarks/nodes`.
class NodesFaults {
    private static final Duration CALM = Duration.ofSeconds(3);
    private static final Duration OUTAGE = Duration.ofSeconds(8);
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private final Map<Long, String> edits = new TreeMap<>();
    private final List<String> table = new ArrayList<>();
    private boolean warn;

    private interface Fault {
        void happen() throws Exception;
    }

    /// One client of one node, which counts what it gets.
    private static final class Client {
        final AtomicInteger good = new AtomicInteger();
        final AtomicInteger failed = new AtomicInteger();
        final AtomicInteger unreachable = new AtomicInteger();
        final AtomicInteger slowestMillis = new AtomicInteger();
        final ConcurrentLinkedQueue<String> decisions = new ConcurrentLinkedQueue<>();
        volatile boolean open = true;

        Thread against(Cluster cluster, int node) {
            return Thread.ofVirtual().start(() -> {
                int i = 0;
                while (open) {
                    try (Wire wire = cluster.node(node).from("127.0.0.1")) {
                        while (open) {
                            ask(wire, node, i++);
                        }
                    } catch (IOException | NumberFormatException refused) {
                        // Where nobody listens any more a connection can meet itself, and reads its own
                        // request.
                        unreachable.incrementAndGet();
                        LockSupport.parkNanos(20_000_000);
                    }
                }
            });
        }

        private void ask(Wire wire, int node, int i) throws IOException {
            long begin = System.nanoTime();
            Reply reply;
            try {
                reply = i % 50 == 49
                        ? wire.send("GET", "/load/1?user_id=somebody-else", Cluster.bearer("bob" + node))
                        : wire.send("GET", "/load/1", Cluster.bearer("client" + node));
            } catch (IOException broken) {
                failed.incrementAndGet();
                throw broken;
            }
            slowestMillis.accumulateAndGet((int) ((System.nanoTime() - begin) / 1_000_000), Math::max);
            if (i % 50 == 49 && reply.status() == 403) {
                decisions.add(reply.json().path("decision_id").asString());
                good.incrementAndGet();
            } else if (reply.status() == 200) {
                good.incrementAndGet();
            } else {
                failed.incrementAndGet();
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Test
    void everything_dies_once() throws Exception {
        try (Cluster cluster = Cluster.start(folder)) {
            table.add(
                    "| fault | requests | failed in flight or 5xx | connections refused | slowest ms | until whole again s |"
                            + " mode change on all nodes ms | of 60 admitted | decisions kept |");
            table.add("|---|---|---|---|---|---|---|---|---|");
            row(cluster, "none", List.of(), () -> {}, () -> {});
            for (int i = 0; i < Cluster.NODES; i++) {
                int node = i;
                row(
                        cluster,
                        "kill -9 of node-" + i,
                        List.of(i),
                        () -> cluster.kill(node),
                        () -> cluster.startAgain(node));
            }
            row(cluster, "kill -9 of Redis", List.of(), cluster.redis::kill, cluster.redis::startAgain);
            row(cluster, "SIGSTOP of Redis", List.of(), cluster.redis::stop, cluster.redis::goOn);
            row(cluster, "Redis cut off", List.of(), cluster.toRedis::cut, cluster.toRedis::mend);
            row(cluster, "kill -9 of PostgreSQL", List.of(), cluster.postgres::kill, cluster.postgres::startAgain);
            row(
                    cluster,
                    "SIGSTOP of PostgreSQL",
                    List.of(),
                    () -> cluster.postgres.signal("STOP"),
                    () -> cluster.postgres.signal("CONT"));
            row(cluster, "PostgreSQL cut off", List.of(), cluster.toPostgres::cut, cluster.toPostgres::mend);
            everyEditIsThere(cluster);
        } finally {
            table.forEach(System.out::println);
        }
    }

    private void row(Cluster cluster, String name, List<Integer> dying, Fault fault, Fault mending) throws Exception {
        List<Client> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Cluster.NODES; i++) {
            Client client = new Client();
            clients.add(client);
            threads.add(client.against(cluster, i));
        }
        pause(CALM);
        // What a killed node decided less than a second before it died may be lost with it.
        Map<Integer, Integer> sure = new TreeMap<>();
        for (int i = 0; i < Cluster.NODES; i++) {
            sure.put(i, clients.get(i).decisions.size());
        }
        if (!dying.isEmpty()) {
            pause(Duration.ofMillis(1_200));
        }
        fault.happen();
        pause(OUTAGE);
        mending.happen();
        long mended = System.nanoTime();
        cluster.awaitWhole();
        double whole = (System.nanoTime() - mended) / 1e9;
        long change = modeChangeMillis(cluster);
        int admitted = cluster.admitted("prober" + name.replace(' ', '-'), 150);
        pause(AFTERWARDS);
        clients.forEach(client -> client.open = false);
        for (Thread thread : threads) {
            thread.join();
        }
        int kept = 0;
        int asked = 0;
        for (int i = 0; i < Cluster.NODES; i++) {
            List<String> decisions = List.copyOf(clients.get(i).decisions);
            int most = dying.contains(i) ? sure.get(i) : decisions.size();
            for (String decision : decisions.subList(0, most)) {
                asked++;
                kept += isExplained(cluster, (i + 1) % Cluster.NODES, decision) ? 1 : 0;
            }
        }
        table.add("| " + name + " | " + sum(clients, client -> client.good.get()) + " | "
                + sum(clients, client -> client.failed.get()) + " | "
                + sum(clients, client -> client.unreachable.get()) + " | "
                + clients.stream()
                        .mapToInt(client -> client.slowestMillis.get())
                        .max()
                        .orElse(0) + " | "
                + String.format(java.util.Locale.ROOT, "%.1f", whole) + " | " + change + " | " + admitted + " | " + kept
                + " of " + asked + " |");
        System.out.println(table.getLast());
        assertThat(kept).as(name + ": decisions kept").isEqualTo(asked);
        assertThat(admitted).as(name + ": admitted of 60").isBetween(57, 63);
        for (int i = 0; i < Cluster.NODES; i++) {
            int failed = clients.get(i).failed.get();
            assertThat(failed).as(name + ": failed on node " + i).isLessThanOrEqualTo(dying.contains(i) ? 1 : 0);
        }
    }

    private static long sum(List<Client> clients, java.util.function.ToIntFunction<Client> figure) {
        return clients.stream().mapToInt(figure).sum();
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /// Events are written a moment after they happened.
    private static boolean isExplained(Cluster cluster, int node, String decision) {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (true) {
            try {
                int status = cluster.node(node)
                        .admin("GET", "/v1/decisions/" + decision, "")
                        .status();
                if (status == 200 || System.nanoTime() > end) {
                    return status == 200;
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /// From the answer on one node until the last of the others runs it.
    private long modeChangeMillis(Cluster cluster) {
        warn = !warn;
        String mode = warn ? "warn" : "monitor";
        long version = cluster.setMode(0, "legacy-auth", mode);
        edits.put(version, mode);
        long begin = System.nanoTime();
        for (int i = 1; i < Cluster.NODES; i++) {
            while (cluster.status(i).path("snapshot_version").asLong() < version) {
                assertThat(System.nanoTime() - begin)
                        .as("nanoseconds until all nodes run it")
                        .isLessThan(10_000_000_000L);
                LockSupport.parkNanos(2_000_000);
            }
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private void everyEditIsThere(Cluster cluster) throws IOException {
        JsonNode history =
                cluster.node(1).admin("GET", "/v1/edits?limit=1000", "").json().path("edits");
        edits.forEach((version, mode) -> assertThat(history.valueStream()
                        .filter(edit -> edit.path("version").asLong() == version
                                && edit.path("summary").asString().contains("→ " + mode)))
                .as("the edit to " + mode + " at version " + version)
                .hasSize(1));
    }
}
