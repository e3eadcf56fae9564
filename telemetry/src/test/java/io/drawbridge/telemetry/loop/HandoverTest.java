package io.drawbridge.telemetry.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HandoverTest {
    @Test
    void what_was_put_back_is_taken_again_until_it_is_collected() {
        Handover<List<Integer>> handover = new Handover<>(ArrayList::new);
        List<Integer> first = handover.take();
        handover.putBack(first);
        assertThat(handover.take()).isSameAs(first);
        handover.putBack(first);
        assertThat(handover.collect()).containsSame(first);
        assertThat(handover.collect()).isEmpty();
        assertThat(handover.take()).isNotSameAs(first);
    }

    @Test
    void nothing_is_collected_from_the_hands_of_the_one_who_fills() {
        Handover<List<Integer>> handover = new Handover<>(ArrayList::new);
        handover.putBack(handover.take());
        List<Integer> inHands = handover.take();
        assertThat(handover.collect()).isEmpty();
        handover.putBack(inHands);
        assertThat(handover.collect()).containsSame(inHands);
    }

    @Test
    void everything_filled_is_collected_once_and_in_order() throws Exception {
        Handover<List<Integer>> handover = new Handover<>(ArrayList::new);
        int count = 300_000;
        List<Integer> collected = new ArrayList<>();
        try (var threads = Executors.newSingleThreadExecutor()) {
            Future<?> filling = threads.submit(() -> {
                for (int i = 0; i < count; i++) {
                    List<Integer> things = handover.take();
                    things.add(i);
                    handover.putBack(things);
                }
            });
            while (!filling.isDone()) {
                handover.collect().ifPresent(collected::addAll);
            }
            filling.get();
        }
        Optional<List<Integer>> rest = handover.collect();
        rest.ifPresent(collected::addAll);
        assertThat(collected).hasSize(count).isSorted();
    }
}
