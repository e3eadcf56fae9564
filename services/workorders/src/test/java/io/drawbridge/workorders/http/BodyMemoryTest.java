package io.drawbridge.workorders.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {
    @Test
    void a_body_comes_out_as_it_was_written() throws IOException {
        var random = new Random(7);
        byte[] written = new byte[200_000];
        random.nextBytes(written);
        try (var body = new BudgetedBytes(new MemoryBudget(1_000_000))) {
            try (var out = body.end()) {
                int at = 0;
                while (at < written.length) {
                    int count = Math.min(written.length - at, random.nextInt(50_000));
                    out.write(written, at, count);
                    at += count;
                }
            }
            var read = new ByteArrayOutputStream();
            body.writeTo(read);
            assertThat(body.length()).isEqualTo(written.length);
            assertThat(read.toByteArray()).isEqualTo(written);
        }
    }

    @Test
    void a_body_over_the_budget_fails_and_gives_back_what_it_had() throws IOException {
        var budget = new MemoryBudget(100 * 1024);
        var body = new BudgetedBytes(budget);
        assertThatThrownBy(() -> body.end().write(new byte[100 * 1024])).isInstanceOf(MemoryBudget.Exhausted.class);
        assertThatThrownBy(() -> new BudgetedBytes(budget)).isInstanceOf(MemoryBudget.Exhausted.class);
        body.close();
        body.close();
        try (var next = new BudgetedBytes(budget)) {
            next.end().write(new byte[90 * 1024]);
            assertThat(next.length()).isEqualTo(90 * 1024);
        }
        assertThatThrownBy(() -> budget.reserve(101 * 1024)).isInstanceOf(MemoryBudget.Exhausted.class);
        budget.reserve(100 * 1024).close();
    }

    @Test
    void large_bodies_leave_the_ordinary_ones_their_part() {
        var memory = new BodyMemory(300 * 1024);
        memory.large(budget -> budget.reserve(200 * 1024));
        assertThatThrownBy(() -> memory.large(budget -> budget.reserve(1024)))
                .isInstanceOf(MemoryBudget.Exhausted.class);
        memory.ordinary().reserve(100 * 1024).close();
    }

    @Test
    void large_bodies_are_made_one_after_the_other() throws Exception {
        var memory = new BodyMemory(300 * 1024);
        var begun = new CountDownLatch(1);
        var finish = new CountDownLatch(1);
        var finished = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> memory.large(_ -> {
                begun.countDown();
                await(finish);
                finished.set(true);
                return true;
            }));
            begun.await();
            var second = threads.submit(() -> memory.large(_ -> finished.get()));
            finish.countDown();
            assertThat(first.get()).isTrue();
            assertThat(second.get()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
