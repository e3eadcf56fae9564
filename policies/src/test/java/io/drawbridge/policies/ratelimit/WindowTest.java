package io.drawbridge.policies.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private static final long SECOND = 1_000_000_000L;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static boolean admitted(Admission admission) {
        return admission instanceof Admission.Admitted;
    }

    /// The definition itself, without any economy: the instants of all admissions of the last period.
    private static Admission byDefinition(Deque<Long> admissions, long now, int limit, long period) {
        while (!admissions.isEmpty() && now - admissions.peekFirst() >= period) {
            admissions.removeFirst();
        }
        if (admissions.size() >= limit) {
            long leaves = admissions.stream()
                    .skip(admissions.size() - limit)
                    .findFirst()
                    .orElseThrow();
            return new Admission.Exhausted(leaves + period - now);
        }
        admissions.addLast(now);
        return new Admission.Admitted(limit - admissions.size(), admissions.peekFirst() + period - now);
    }

    @ParameterizedTest(name = "{0} in {1} ns")
    @CsvSource({"1, 1000", "5, 1000", "60, 1000", "100, 100000", "1024, 2000"})
    void up_to_the_exact_limit_every_answer_is_the_definitions(int limit, long period) {
        for (int seed = 0; seed < 20; seed++) {
            RandomGenerator random = random(seed);
            Window window = new Window();
            Deque<Long> admissions = new ArrayDeque<>();
            // Somewhere before the clock wraps around.
            long now = Long.MAX_VALUE - 5 * period;
            for (int i = 0; i < 3000; i++) {
                now += random.nextInt(4) == 0 ? random.nextLong(period / 2) : random.nextLong(1 + period / limit);
                assertThat(window.admit(now, limit, period)).isEqualTo(byDefinition(admissions, now, limit, period));
            }
        }
    }

    @ParameterizedTest(name = "{0} in {1} ns")
    @CsvSource({"1025, 1000000", "3000, 1000000", "20000, 7777777", "5000, 100000"})
    void beyond_it_no_span_ever_holds_more_and_a_place_is_free_at_most_a_tick_late(int limit, long period) {
        long tick = Math.ceilDiv(period, (long) Window.EXACT_RUNS);
        for (int seed = 0; seed < 5; seed++) {
            RandomGenerator random = random(seed);
            Window window = new Window();
            List<Long> admissions = new ArrayList<>();
            long now = 0;
            for (int i = 0; i < 6 * limit; i++) {
                now += random.nextLong(1 + period / limit);
                long before = now - period - tick;
                switch (window.admit(now, limit, period)) {
                    case Admission.Admitted _ -> admissions.add(now);
                    case Admission.Exhausted _ -> {
                        // Whoever is denied, is so because of a full limit within the period and a tick.
                        assertThat(admissions.size()).isGreaterThanOrEqualTo(limit);
                        assertThat(admissions.get(admissions.size() - limit)).isGreaterThan(before);
                    }
                }
            }
            assertThat(admissions.size()).isGreaterThan(2 * limit);
            for (int i = limit; i < admissions.size(); i++) {
                assertThat(admissions.get(i) - admissions.get(i - limit)).isGreaterThanOrEqualTo(period);
            }
        }
    }

    @Test
    void the_boundary_is_exact() {
        Window window = new Window();
        long start = -7;
        for (int i = 0; i < 5; i++) {
            assertThat(window.admit(start + i, 5, 60 * SECOND))
                    .isEqualTo(new Admission.Admitted(4 - i, 60 * SECOND - i));
        }
        assertThat(window.admit(start + 5, 5, 60 * SECOND)).isEqualTo(new Admission.Exhausted(60 * SECOND - 5));
        assertThat(window.admit(start + 60 * SECOND - 1, 5, 60 * SECOND)).isEqualTo(new Admission.Exhausted(1));
        assertThat(admitted(window.admit(start + 60 * SECOND, 5, 60 * SECOND))).isTrue();
        assertThat(window.admit(start + 60 * SECOND, 5, 60 * SECOND)).isEqualTo(new Admission.Exhausted(1));
        assertThat(admitted(window.admit(start + 60 * SECOND + 1, 5, 60 * SECOND)))
                .isTrue();
    }

    @Test
    void a_denied_request_is_not_counted() {
        Window window = new Window();
        window.admit(0, 1, 10);
        for (int now = 1; now < 10; now++) {
            assertThat(window.admit(now, 1, 10)).isEqualTo(new Admission.Exhausted(10 - now));
        }
        assertThat(admitted(window.admit(10, 1, 10))).isTrue();
    }

    @Test
    void a_changed_rate_keeps_what_was_counted() {
        Window window = new Window();
        for (int i = 0; i < 50; i++) {
            window.admit(i, 60, 1000);
        }
        // Lowered: the ones before count, and the wait is until enough of them have left.
        assertThat(window.admit(50, 10, 1000)).isEqualTo(new Admission.Exhausted(40 + 1000 - 50));
        assertThat(admitted(window.admit(1040, 10, 1000))).isTrue();
        // Raised: what is left over is the new limit less what counts.
        assertThat(window.admit(1041, 100, 1000)).isEqualTo(new Admission.Admitted(100 - 10, 42 + 1000 - 1041));
        // A longer period, and a limit kept by ticks, and back.
        for (int i = 0; i < 3000; i++) {
            window.admit(1042, 2000, 4096);
        }
        assertThat(admitted(window.admit(1043, 2000, 4096))).isFalse();
        assertThat(admitted(window.admit(1043, 5, 4096))).isFalse();
        assertThat(admitted(window.admit(1043 + 4096 + 4, 5, 4096))).isTrue();
    }

    @Test
    void it_is_idle_when_nothing_in_it_counts_any_more() {
        Window window = new Window();
        assertThat(window.isIdle(0, new Fleet(1, 0))).isTrue();
        window.admit(0, 5, 10);
        window.admit(4, 5, 10);
        assertThat(window.isIdle(13, new Fleet(1, 0))).isFalse();
        assertThat(window.isIdle(14, new Fleet(1, 0))).isTrue();
    }
}
