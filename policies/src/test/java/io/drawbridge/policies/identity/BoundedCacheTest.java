package io.drawbridge.policies.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class BoundedCacheTest {
    @Test
    void what_was_put_is_found_and_what_was_removed_is_not() {
        BoundedCache<String, Integer> cache = new BoundedCache<>(10, 1000);
        cache.put("a", 1, 1);
        assertThat(cache.get("a")).contains(1);
        assertThat(cache.get("b")).isEmpty();
        cache.put("a", 2, 1);
        assertThat(cache.get("a")).contains(2);
        cache.remove("a");
        assertThat(cache.get("a")).isEmpty();
        cache.put("a", 3, 1);
        assertThat(cache.get("a")).contains(3);
    }

    @Test
    void the_number_of_entries_is_bounded_and_the_eldest_leave_first() {
        BoundedCache<Integer, Integer> cache = new BoundedCache<>(3, 1000);
        for (int i = 0; i < 5; i++) {
            cache.put(i, i, 1);
        }
        assertThat(cache.size()).isEqualTo(3);
        assertThat(cache.get(1)).isEmpty();
        assertThat(cache.get(2)).contains(2);
        assertThat(cache.get(4)).contains(4);
    }

    @Test
    void the_weight_is_bounded_too() {
        BoundedCache<Integer, Integer> cache = new BoundedCache<>(100, 50);
        for (int i = 0; i < 20; i++) {
            cache.put(i, i, 10);
        }
        assertThat(cache.size()).isEqualTo(5);
        cache.put(100, 100, 51);
        assertThat(cache.get(100)).isEmpty();
    }

    @Test
    void an_entry_in_use_outlives_a_flood_of_others() {
        BoundedCache<String, Integer> cache = new BoundedCache<>(10, 1000);
        cache.put("in use", 1, 1);
        for (int i = 0; i < 1000; i++) {
            assertThat(cache.get("in use")).contains(1);
            cache.put("flood " + i, i, 1);
        }
        assertThat(cache.size()).isEqualTo(10);
    }

    @Test
    void removing_and_putting_again_neither_leaks_nor_exceeds_the_bound() {
        BoundedCache<Integer, Integer> cache = new BoundedCache<>(10, 100);
        for (int i = 0; i < 10_000; i++) {
            cache.put(i % 7, i, 10);
            assertThat(cache.get(i % 7)).contains(i);
            cache.remove(i % 7);
        }
        assertThat(cache.size()).isZero();
        cache.put(1, 1, 10);
        assertThat(cache.get(1)).contains(1);
    }

    @Test
    void many_threads_never_see_a_value_of_another_key_and_the_bound_holds() throws Exception {
        BoundedCache<Integer, Integer> cache = new BoundedCache<>(50, 10_000);
        int threads = 8;
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> results = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                RandomGenerator random =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(t);
                results.add(executor.submit(() -> {
                    start.await();
                    int hits = 0;
                    for (int i = 0; i < 20_000; i++) {
                        int key = random.nextInt(100);
                        var found = cache.get(key);
                        if (found.isPresent()) {
                            hits++;
                            assertThat(found.get() % 1000).isEqualTo(key);
                        } else {
                            cache.put(key, key + 1000 * random.nextInt(1000), 1);
                        }
                        if (random.nextInt(50) == 0) {
                            cache.remove(key);
                        }
                    }
                    return hits;
                }));
            }
            start.countDown();
            for (Future<Integer> result : results) {
                assertThat(result.get()).isPositive();
            }
        }
        assertThat(cache.size()).isBetween(1, 50);
    }
}
