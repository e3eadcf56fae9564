package io.drawbridge.workorders.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    @Test
    void what_takes_too_long_is_interrupted_and_what_follows_is_not() {
        try (var limit = new TimeLimit(Duration.ofMillis(1))) {
            var interrupted = new AtomicBoolean();
            limit.run(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    // As code does that hands the interruption on.
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(interrupted).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void what_ends_in_time_is_left_alone() {
        try (var limit = new TimeLimit(Duration.ofHours(1))) {
            var ran = new AtomicBoolean();
            limit.run(() -> ran.set(!Thread.currentThread().isInterrupted()));
            assertThat(ran).isTrue();
        }
    }
}
