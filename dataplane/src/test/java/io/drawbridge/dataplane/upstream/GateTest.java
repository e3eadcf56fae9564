package io.drawbridge.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.upstream.Gate.Entry;
import io.drawbridge.dataplane.upstream.Gate.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();
    private final List<String> through = new ArrayList<>();

    private Gate.Waiter waiter(String name) {
        return () -> through.add(name);
    }

    @Test
    void no_more_come_through_than_there_are_connections() {
        gate.configure(2, 0);

        assertThat(gate.enter()).isEqualTo(Entry.THROUGH);
        assertThat(gate.enter()).isEqualTo(Entry.THROUGH);
        assertThat(gate.enter()).isEqualTo(Entry.FULL);
        gate.leave();
        assertThat(gate.enter()).isEqualTo(Entry.THROUGH);
    }

    @Test
    void who_came_first_is_served_first_and_nobody_overtakes() {
        gate.configure(1, 3);
        gate.enter();
        for (String name : List.of("a", "b", "c")) {
            assertThat(gate.await(waiter(name))).isEqualTo(Place.WAITING);
        }
        assertThat(gate.await(waiter("d"))).isEqualTo(Place.NO_ROOM);
        assertThat(gate.queueFull()).isEqualTo(1);

        gate.leave();
        assertThat(through).containsExactly("a");
        assertThat(gate.enter()).as("while others wait").isEqualTo(Entry.FULL);
        gate.leave();
        gate.leave();
        assertThat(through).containsExactly("a", "b", "c");
        gate.leave();
        assertThat(gate.inside()).isZero();
    }

    @Test
    void who_withdrew_is_passed_over() {
        gate.configure(1, 3);
        gate.enter();
        Gate.Waiter leaving = waiter("leaving");
        gate.await(leaving);
        gate.await(waiter("staying"));

        assertThat(gate.withdraw(leaving)).isTrue();
        gate.leave();
        assertThat(through).containsExactly("staying");
        assertThat(gate.withdraw(leaving)).isFalse();
    }

    @Test
    void more_connections_let_the_waiting_through_at_once() {
        gate.configure(1, 3);
        gate.enter();
        gate.await(waiter("a"));
        gate.await(waiter("b"));

        gate.configure(3, 3);
        assertThat(through).containsExactly("a", "b");
        assertThat(gate.inside()).isEqualTo(3);
    }

    @Test
    void above_the_limit_requests_are_shed_and_do_not_wait() {
        gate.configure(10, 10);
        gate.limit(1);
        assertThat(gate.enter()).isEqualTo(Entry.THROUGH);
        gate.sent();

        assertThat(gate.enter()).isEqualTo(Entry.SHED);
        assertThat(gate.shed()).isEqualTo(1);
        gate.settled();
        assertThat(gate.enter()).as("while the first one's answer streams").isEqualTo(Entry.THROUGH);
    }

    @Test
    void nobody_is_forgotten_while_many_come_and_go() throws InterruptedException {
        gate.configure(3, 1_000);
        int each = 5_000;
        AtomicInteger most = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4 * each);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    Gate.Waiter work = () -> Thread.startVirtualThread(() -> {
                        most.accumulateAndGet(gate.inside(), Math::max);
                        served.incrementAndGet();
                        gate.leave();
                        done.countDown();
                    });
                    switch (gate.enter()) {
                        case THROUGH -> work.granted();
                        case FULL, SHED -> {
                            if (gate.await(work) == Place.NO_ROOM) {
                                done.countDown();
                            }
                        }
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(3);
        assertThat(served.get() + gate.queueFull()).isEqualTo(4L * each);
        assertThat(gate.inside()).isZero();
        assertThat(gate.queued()).isZero();
    }
}
