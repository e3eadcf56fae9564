package io.drawbridge.telemetry.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    @Test
    void it_beats_again_after_a_failure() throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);
        try (Heartbeat _ = Heartbeat.start("test", Duration.ofMillis(1), () -> {
            thrice.countDown();
            throw new IllegalStateException("once more");
        })) {
            assertThat(thrice.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void it_can_be_woken() throws InterruptedException {
        CountDownLatch beaten = new CountDownLatch(1);
        try (Heartbeat heartbeat = Heartbeat.start("test", Duration.ofHours(1), beaten::countDown)) {
            heartbeat.wake();
            assertThat(beaten.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void there_is_no_beat_after_it_was_closed() {
        AtomicInteger beats = new AtomicInteger();
        Heartbeat heartbeat = Heartbeat.start("test", Duration.ofNanos(1), beats::incrementAndGet);
        heartbeat.close();
        int before = beats.get();
        heartbeat.wake();
        assertThat(beats).hasValue(before);
    }
}
