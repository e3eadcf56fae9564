package io.drawbridge.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.drawbridge.dataplane.upstream.Rotation.Part;
import io.drawbridge.domain.route.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Supplier<String> NOBODY = RotationTest::nobodyAsks;

    private static String nobodyAsks() {
        throw new AssertionError("nobody asks who the client is");
    }

    private final SplittableRandom random = new SplittableRandom(7);

    private static TargetState target(int number) {
        return new TargetState(
                new Target("10.0.0." + number, 80, 1),
                new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + number), 80));
    }

    private static List<Part> equal(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> new Part(target(i), 1))
                .toList();
    }

    private static Rotation hashing(List<Part> all, List<Part> used) {
        return Rotation.hashing(
                used,
                new HashRing(all.stream()
                        .map(part -> new HashRing.Member(part.target().toString(), part.weight()))
                        .toList()),
                all.stream().map(Part::target).toList());
    }

    private Map<TargetState, Integer> chosen(Rotation rotation, int times) {
        Map<TargetState, Integer> counts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            counts.merge(rotation.choose(random, NOBODY), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void idle_targets_share_by_weight() {
        List<Part> parts = List.of(new Part(target(1), 3), new Part(target(2), 1), new Part(target(3), 1));
        Map<TargetState, Integer> counts = chosen(Rotation.leastRequest(parts), 50_000);

        assertThat(counts.getOrDefault(parts.get(0).target(), 0) / 50_000.0).isCloseTo(0.6, offset(0.01));
        assertThat(counts.getOrDefault(parts.get(1).target(), 0) / 50_000.0).isCloseTo(0.2, offset(0.01));
    }

    @Test
    void busy_targets_share_by_weight_too() {
        List<Part> parts = List.of(new Part(target(1), 3), new Part(target(2), 1));
        Rotation rotation = Rotation.leastRequest(parts);
        for (int i = 0; i < 400; i++) {
            rotation.choose(random, NOBODY).begin();
        }
        assertThat(parts.get(0).target().inFlight()).isBetween(297, 303);
    }

    @Test
    void of_two_the_one_with_fewer_requests_is_taken() {
        List<Part> parts = equal(2);
        for (int i = 0; i < 10; i++) {
            parts.get(0).target().begin();
        }
        assertThat(chosen(Rotation.leastRequest(parts), 1_000))
                .containsOnlyKeys(parts.get(1).target());
    }

    @Test
    void the_busiest_of_many_gets_nothing() {
        List<Part> parts = equal(5);
        parts.get(3).target().begin();
        assertThat(chosen(Rotation.leastRequest(parts), 5_000))
                .doesNotContainKey(parts.get(3).target())
                .hasSize(4);
    }

    @Test
    void another_one_than_that_which_failed_is_taken_where_there_is_one() {
        List<Part> parts = equal(3);
        TargetState failed = parts.get(1).target();
        List<Rotation> rotations = List.of(Rotation.leastRequest(parts), hashing(parts, parts));
        for (Rotation rotation : rotations) {
            assertThat(rotation.offersOtherThan(List.of(failed))).isTrue();
            for (int i = 0; i < 300; i++) {
                String client = "client" + i;
                assertThat(rotation.chooseOtherThan(List.of(failed), random, () -> client))
                        .isNotSameAs(failed);
            }
        }
        Rotation alone = Rotation.leastRequest(List.of(parts.get(1)));
        assertThat(alone.offersOtherThan(List.of(failed))).isFalse();
        assertThat(alone.chooseOtherThan(List.of(failed), random, NOBODY)).isSameAs(failed);
    }

    @Test
    void the_last_one_left_is_found() {
        List<Part> parts = equal(4);
        List<TargetState> tried = parts.subList(0, 3).stream().map(Part::target).toList();
        for (Rotation rotation : List.of(Rotation.leastRequest(parts), hashing(parts, parts))) {
            for (int i = 0; i < 50; i++) {
                String client = "client" + i;
                assertThat(rotation.chooseOtherThan(tried, random, () -> client))
                        .isSameAs(parts.get(3).target());
            }
        }
    }

    private static Map<String, TargetState> owners(Rotation rotation, int clients) {
        SplittableRandom unused = new SplittableRandom(0);
        Map<String, TargetState> owners = new HashMap<>();
        for (int i = 0; i < clients; i++) {
            String client = "subject:user-" + i;
            owners.put(client, rotation.choose(unused, () -> client));
        }
        return owners;
    }

    @Test
    void clients_spread_evenly_and_by_weight() {
        List<Part> parts = new ArrayList<>(equal(4));
        parts.set(0, new Part(parts.getFirst().target(), 2));
        Map<String, TargetState> owners = owners(hashing(parts, parts), 50_000);
        Map<TargetState, Long> counts = new HashMap<>();
        owners.values().forEach(target -> counts.merge(target, 1L, Long::sum));

        assertThat(counts.getOrDefault(parts.get(0).target(), 0L) / 50_000.0).isCloseTo(0.4, offset(0.06));
        for (int i = 1; i < 4; i++) {
            assertThat(counts.getOrDefault(parts.get(i).target(), 0L) / 50_000.0)
                    .isCloseTo(0.2, offset(0.05));
        }
    }

    @Test
    void a_target_that_goes_out_moves_its_own_clients_alone() {
        List<Part> all = equal(10);
        Map<String, TargetState> before = owners(hashing(all, all), 20_000);
        TargetState out = all.get(4).target();
        Map<String, TargetState> after = owners(hashing(all, without(all, 4)), 20_000);

        Set<TargetState> heirs = new HashSet<>();
        before.forEach((client, owner) -> {
            if (owner == out) {
                heirs.add(after.get(client));
            } else {
                assertThat(after.get(client)).isSameAs(owner);
            }
        });
        assertThat(heirs).as("the others share them").hasSize(9).doesNotContain(out);
        assertThat(owners(hashing(all, all), 20_000)).as("when it is back").isEqualTo(before);
    }

    @Test
    void a_new_target_takes_its_share_and_moves_nobody_else() {
        List<Part> all = equal(10);
        Map<String, TargetState> before = owners(hashing(without(all, 9), without(all, 9)), 20_000);
        Map<String, TargetState> after = owners(hashing(all, all), 20_000);
        TargetState fresh = all.get(9).target();

        long moved = 0;
        for (Map.Entry<String, TargetState> entry : after.entrySet()) {
            if (entry.getValue() != before.get(entry.getKey())) {
                assertThat(entry.getValue()).isSameAs(fresh);
                moved++;
            }
        }
        assertThat(moved / 20_000.0).isCloseTo(0.1, offset(0.03));
    }

    private static List<Part> without(List<Part> parts, int index) {
        List<Part> others = new ArrayList<>(parts);
        others.remove(index);
        return others;
    }
}
