package io.drawbridge.controlplane.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HashingGateTest {
    @Test
    void who_finds_no_place_in_time_is_turned_away_and_counted() throws Exception {
        HashingGate gate = new HashingGate(1, Duration.ZERO);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<String>> first = threads.submit(() -> gate.run(() -> {
                inside.countDown();
                await(leave);
                return "done";
            }));
            inside.await();

            assertThat(gate.run(() -> "never")).isEmpty();
            assertThat(gate.turnedAway()).isEqualTo(1);

            leave.countDown();
            assertThat(first.get()).contains("done");
        }
        assertThat(gate.run(() -> "free again")).contains("free again");
    }

    @Test
    void work_that_fails_gives_its_place_back() throws Exception {
        HashingGate gate = new HashingGate(1, Duration.ZERO);
        assertThatIllegalStateException()
                .isThrownBy(() -> gate.run(() -> {
                    throw new IllegalStateException("broken");
                }));

        assertThat(gate.run(() -> "next")).contains("next");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
