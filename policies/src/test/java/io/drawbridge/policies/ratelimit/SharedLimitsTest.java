package io.drawbridge.policies.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.storage.redis.Redis;
import io.drawbridge.storage.redis.RedisLedger;
import io.drawbridge.storage.redis.RedisProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three nodes in one program, each with a limiter and a Redis client of its own, and one real Redis.
class SharedLimitsTest {
    private static final Client ANN = new Client.Subject("ann");
    private static final Rate SIXTY = Rate.parse("60/minute");

    @TempDir
    Path folder;

    private final AtomicReference<RedisProgram> server = new AtomicReference<>();
    private final List<Node> nodes = new ArrayList<>();

    private record Node(RateLimiter limiter, Redis redis, RedisLedger ledger, SharedLimits shared) {
        boolean admits(Client client, Rate rate) {
            return limiter.admit("api", client, rate) instanceof Admission.Admitted;
        }
    }

    @BeforeEach
    void start() throws Exception {
        RedisProgram program = RedisProgram.start(folder);
        server.set(program);
        for (int i = 0; i < 3; i++) {
            Redis redis = Redis.at(program.url(), InstantSource.system());
            RedisLedger ledger = new RedisLedger(redis);
            RateLimiter limiter = new RateLimiter(System::nanoTime);
            SharedLimits shared = SharedLimits.start(limiter, ledger);
            redis.begin();
            nodes.add(new Node(limiter, redis, ledger, shared));
        }
        awaitFleet(3);
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> {
            node.shared.close();
            node.redis.close();
        });
        server.get().close();
    }

    private void awaitFleet(int size) {
        await(() -> nodes.stream().allMatch(node -> node.limiter.fleet().nodes() == size));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// @param requests how many, one after the other, a few milliseconds apart
    /// @param node which node takes which request
    private int admitted(Client client, Rate rate, int requests, IntUnaryOperator node) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += nodes.get(node.applyAsInt(i)).admits(client, rate) ? 1 : 0;
            LockSupport.parkNanos(5_000_000);
        }
        return admitted;
    }

    // What is promised: never more than sixty, and not less by more than one in twenty, because a lease that a node
    // does not spend in time is nobody's for a while.
    @Test
    void sixty_a_minute_are_sixty_over_three_nodes_evenly() {
        assertThat(admitted(ANN, SIXTY, 300, i -> i % 3)).isBetween(57, 60);
    }

    @Test
    void and_where_one_node_has_all_the_traffic() {
        assertThat(admitted(ANN, SIXTY, 300, _ -> 0)).isBetween(57, 60);
    }

    @Test
    void and_where_one_node_has_nearly_all_of_it() {
        Random random = new Random(42);
        assertThat(admitted(ANN, SIXTY, 400, _ -> random.nextInt(10) < 8 ? 0 : 1 + random.nextInt(2)))
                .isBetween(57, 60);
    }

    @Test
    void and_where_it_moves_from_node_to_node() {
        assertThat(admitted(ANN, SIXTY, 450, i -> i / 150)).isBetween(57, 60);
    }

    @Test
    void a_flood_on_all_nodes_at_once_gets_no_more_than_the_limit() {
        int admitted = 0;
        for (int i = 0; i < 3_000; i++) {
            admitted += nodes.get(i % 3).admits(ANN, SIXTY) ? 1 : 0;
        }
        assertThat(admitted).isLessThanOrEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2/minute", "5/minute", "10/minute", "600/minute"})
    void other_limits_hold_too(String text) {
        Rate rate = Rate.parse(text);
        int most = Math.max(rate.limit(), 3);
        assertThat(admitted(ANN, rate, 2 * rate.limit() + 200, i -> i % 3)).isBetween(most * 95 / 100 - 1, most);
    }

    @Test
    void what_is_used_comes_back_when_the_period_is_over() {
        Rate quick = Rate.parse("30/second");
        long begin = System.nanoTime();
        int admitted = 0;
        while (System.nanoTime() - begin < 3_000_000_000L) {
            for (Node node : nodes) {
                admitted += node.admits(ANN, quick) ? 1 : 0;
            }
            LockSupport.parkNanos(3_000_000);
        }
        // Thirty at once, and thirty more each second after it; a period begins anew three times at the most.
        assertThat(admitted).isBetween(80, 120);
    }

    @Test
    void far_from_its_limit_a_client_is_nobody_elses_business() {
        for (int i = 0; i < 500; i++) {
            Client client = new Client.Subject("user" + i);
            for (int n = 0; n < 9; n++) {
                assertThat(nodes.getFirst().admits(client, SIXTY)).isTrue();
            }
        }
        assertThat(nodes.getFirst().shared.counters()).isZero();
    }

    @Test
    void each_node_counts_for_itself_at_once_while_redis_is_killed_and_together_when_it_is_back() throws Exception {
        assertThat(admitted(ANN, SIXTY, 90, i -> i % 3)).isBetween(57, 60);
        server.get().kill();
        awaitFleet(1);
        // What the nodes themselves have admitted still counts on each.
        Client bob = new Client.Subject("bob");
        assertThat(admitted(bob, SIXTY, 200, i -> i % 2)).isEqualTo(120);
        server.get().startAgain();
        awaitFleet(3);
        assertThat(admitted(new Client.Subject("cid"), SIXTY, 300, i -> i % 3)).isBetween(57, 60);
    }

    @Test
    void a_redis_that_is_stopped_makes_nobody_wait() throws Exception {
        server.get().stop();
        long longest = 0;
        long begin = System.nanoTime();
        while (nodes.stream().anyMatch(node -> !node.limiter.fleet().isAlone())) {
            for (Node node : nodes) {
                long before = System.nanoTime();
                node.admits(ANN, SIXTY);
                longest = Math.max(longest, System.nanoTime() - before);
            }
            assertThat(System.nanoTime() - begin).as("until it is noticed").isLessThan(15_000_000_000L);
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(longest)
                .as("nanoseconds for a request")
                .isLessThan(Redis.longestWait().toNanos());
        server.get().goOn();
        awaitFleet(3);
    }
}
