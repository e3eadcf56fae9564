package io.drawbridge.policies.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.policies.Exchanges;
import io.drawbridge.policies.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimiterTest {
    private final Ticker ticker = new Ticker(Exchanges.NOW);

    private static Client client(int number) {
        return new Client.Subject("user" + number);
    }

    private static boolean admits(RateLimiter limiter, String limitClass, int client, String rate) {
        return limiter.admit(limitClass, client(client), Rate.parse(rate)) instanceof Admission.Admitted;
    }

    private record At(int client, long nanos) {}

    // Yielding makes a race likelier to be seen; nothing relies on it.
    @SuppressWarnings("ThreadPriorityCheck")
    @ParameterizedTest(name = "{0} in {1} µs, {2} threads, {3} clients")
    @CsvSource({"5, 20000, 16, 1", "5, 7, 16, 1", "60, 200, 16, 3", "1000, 1300, 8, 1", "5000, 11000, 8, 2"})
    void many_threads_never_get_more_than_the_limit_in_any_span(int limit, int micros, int threads, int clients)
            throws Exception {
        // Every reading of the clock is a microsecond after the last one, whichever thread takes it.
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 100_000_000L);
        ThreadLocal<Long> read = new ThreadLocal<>();
        RateLimiter limiter = new RateLimiter(() -> {
            long now = clock.addAndGet(1_000);
            read.set(now);
            // Between its reading and its count a thread is often overtaken, if it can be.
            if (now / 1_000 % 40 == 0) {
                Thread.yield();
            }
            return now;
        });
        Rate rate = new Rate(limit, Duration.ofNanos(micros * 1_000L));
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<At>>> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                int first = t;
                results.add(executor.submit(() -> {
                    List<At> admitted = new ArrayList<>();
                    start.await();
                    for (int i = 0; i < 10_000; i++) {
                        int client = (first + i) % clients;
                        if (limiter.admit("api", client(client), rate) instanceof Admission.Admitted) {
                            admitted.add(new At(client, read.get()));
                        }
                    }
                    return admitted;
                }));
            }
            start.countDown();
        }
        Map<Integer, List<Long>> byClient = new HashMap<>();
        for (Future<List<At>> result : results) {
            for (At at : result.get()) {
                byClient.computeIfAbsent(at.client(), _ -> new ArrayList<>())
                        // From the start on, because the clock wraps around.
                        .add(at.nanos() - (Long.MAX_VALUE - 100_000_000L));
            }
        }
        assertThat(byClient).hasSize(clients);
        byClient.values().forEach(instants -> {
            Collections.sort(instants);
            assertThat(instants.size()).isGreaterThan(limit);
            for (int i = limit; i < instants.size(); i++) {
                assertThat(instants.get(i) - instants.get(i - limit))
                        .isGreaterThanOrEqualTo(rate.period().toNanos());
            }
        });
    }

    @Test
    void a_request_waits_for_one_that_has_read_the_clock_and_is_not_counted_yet() throws Exception {
        AtomicLong clock = new AtomicLong();
        AtomicReference<@Nullable Thread> second = new AtomicReference<>();
        AtomicReference<Thread.State> seen = new AtomicReference<>(Thread.State.NEW);
        RateLimiter limiter = new RateLimiter(() -> {
            long now = clock.incrementAndGet();
            Thread other = second.getAndSet(null);
            if (other != null) {
                other.start();
                Thread.State state = other.getState();
                while (state == Thread.State.NEW || state == Thread.State.RUNNABLE) {
                    Thread.onSpinWait();
                    state = other.getState();
                }
                seen.set(state);
            }
            return now;
        });
        Thread other = new Thread(() -> admits(limiter, "api", 1, "5/minute"));
        second.set(other);
        assertThat(admits(limiter, "api", 1, "5/minute")).isTrue();
        other.join();
        assertThat(seen.get()).isIn(Thread.State.BLOCKED, Thread.State.WAITING);
    }

    @Test
    void the_sixth_in_a_minute_is_refused_and_the_first_after_it_is_not() {
        RateLimiter limiter = new RateLimiter(ticker);
        for (int i = 0; i < 5; i++) {
            assertThat(admits(limiter, "auth", 1, "5/minute")).isTrue();
            ticker.advance(Duration.ofSeconds(1));
        }
        assertThat(admits(limiter, "auth", 1, "5/minute")).isFalse();
        ticker.advance(Duration.ofSeconds(55).minusNanos(1));
        assertThat(admits(limiter, "auth", 1, "5/minute")).isFalse();
        ticker.advance(Duration.ofNanos(1));
        assertThat(admits(limiter, "auth", 1, "5/minute")).isTrue();
        assertThat(admits(limiter, "auth", 1, "5/minute")).isFalse();
    }

    @Test
    void clients_and_classes_are_counted_apart() {
        RateLimiter limiter = new RateLimiter(ticker);
        assertThat(admits(limiter, "auth", 1, "1/minute")).isTrue();
        assertThat(admits(limiter, "auth", 1, "1/minute")).isFalse();
        assertThat(admits(limiter, "auth", 2, "1/minute")).isTrue();
        assertThat(admits(limiter, "api", 1, "1/minute")).isTrue();
        assertThat(limiter.admit("auth", new Client.Network("user1"), Rate.parse("1/minute")))
                .isInstanceOf(Admission.Admitted.class);
        assertThat(limiter.keys()).isEqualTo(4);
    }

    @Test
    void a_changed_rate_resets_no_counter() {
        RateLimiter limiter = new RateLimiter(ticker);
        for (int i = 0; i < 5; i++) {
            assertThat(admits(limiter, "auth", 1, "5/minute")).isTrue();
        }
        assertThat(admits(limiter, "auth", 1, "5/hour")).isFalse();
        assertThat(admits(limiter, "auth", 1, "6/minute")).isTrue();
        assertThat(admits(limiter, "auth", 1, "6/minute")).isFalse();
    }

    @Test
    void idle_clients_are_forgotten_and_not_counted_as_evicted() {
        RateLimiter limiter = new RateLimiter(ticker, 100);
        for (int i = 0; i < 1000; i++) {
            assertThat(admits(limiter, "api", i, "5/second")).isTrue();
            ticker.advance(Duration.ofMillis(100));
        }
        assertThat(limiter.keys()).isLessThanOrEqualTo(11);
        assertThat(limiter.evictions()).isZero();
    }

    @Test
    void when_full_the_one_that_asked_longest_ago_goes_and_is_counted() {
        RateLimiter limiter = new RateLimiter(ticker, 3);
        for (int i = 1; i <= 3; i++) {
            assertThat(admits(limiter, "api", i, "1/minute")).isTrue();
        }
        // The first asks again, in vain, and so the second is the one.
        assertThat(admits(limiter, "api", 1, "1/minute")).isFalse();
        assertThat(admits(limiter, "api", 4, "1/minute")).isTrue();
        assertThat(limiter.keys()).isEqualTo(3);
        assertThat(limiter.evictions()).isEqualTo(1);
        assertThat(admits(limiter, "api", 1, "1/minute")).isFalse();
        assertThat(admits(limiter, "api", 3, "1/minute")).isFalse();
        assertThat(admits(limiter, "api", 4, "1/minute")).isFalse();
        assertThat(admits(limiter, "api", 2, "1/minute")).isTrue();
        assertThat(limiter.evictions()).isEqualTo(2);
    }

    @Test
    void idle_clients_behind_an_active_one_make_room_before_it_has_to() {
        RateLimiter limiter = new RateLimiter(ticker, 3);
        assertThat(admits(limiter, "reports", 1, "1/day")).isTrue();
        assertThat(admits(limiter, "api", 2, "1/second")).isTrue();
        assertThat(admits(limiter, "api", 3, "1/second")).isTrue();
        ticker.advance(Duration.ofSeconds(2));
        assertThat(admits(limiter, "api", 4, "1/second")).isTrue();
        assertThat(limiter.keys()).isEqualTo(2);
        assertThat(limiter.evictions()).isZero();
        assertThat(admits(limiter, "reports", 1, "1/day")).isFalse();
    }

    @Test
    void a_flood_of_made_up_clients_cannot_fill_the_memory() {
        RateLimiter limiter = new RateLimiter(ticker, 5000);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        for (int i = 0; i < 50_000; i++) {
            limiter.admit("api", new Client.Network("2001:db8:" + random.nextInt() + "::/64"), Rate.parse("5/hour"));
        }
        assertThat(limiter.keys()).isBetween(4000, 5000);
        assertThat(limiter.evictions()).isGreaterThan(40_000);
    }
}
