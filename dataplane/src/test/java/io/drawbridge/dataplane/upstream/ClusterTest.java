package io.drawbridge.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.route.Balance;
import io.drawbridge.domain.route.Ejection;
import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Resilience;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.TargetCondition;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The conditions of targets, with a clock, a resolver and health checks that the test holds in its hand.
class ClusterTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final HealthCheck CHECK = new HealthCheck("/health", Duration.ofSeconds(5), SECOND, 2, 3);

    private long now = 1_000;
    private final Map<String, List<InetAddress>> names = new HashMap<>();
    private final Map<TargetState, Consumer<Prober.Outcome>> probes = new HashMap<>();
    private final List<String> journal = new ArrayList<>();
    private int lookUps;
    private final Upstreams upstreams = new Upstreams(
            () -> now,
            new SplittableRandom(3),
            host -> {
                lookUps++;
                if (!names.containsKey(host)) {
                    throw new UnknownHostException(host);
                }
                return names.get(host);
            },
            Runnable::run,
            (_, target, _, done) -> probes.put(target, done),
            (_, text) -> journal.add(text));

    private static Upstream upstream(Resilience resilience, String... hosts) {
        List<Target> targets = new ArrayList<>();
        for (String host : hosts) {
            targets.add(new Target(host, 80, 1));
        }
        return new Upstream("api", targets, SECOND, SECOND, SECOND, 100, false, resilience);
    }

    private Cluster configured(Upstream upstream) {
        upstreams.configure(this, 1, List.of(upstream));
        return upstreams.cluster(upstream);
    }

    private void pass(Duration time) {
        now += time.toNanos();
        upstreams.tick();
    }

    private Map<String, TargetCondition> conditions() {
        Map<String, TargetCondition> conditions = new HashMap<>();
        for (UpstreamStatus upstream : upstreams.upstreams()) {
            upstream.targets().forEach(target -> conditions.put(target.address(), target.state()));
        }
        return conditions;
    }

    private static Set<String> chosen(Cluster cluster) {
        SplittableRandom random = new SplittableRandom(5);
        Set<String> chosen = new HashSet<>();
        if (cluster.rotation().kind() == Rotation.Kind.OPEN) {
            for (int i = 0; i < 500; i++) {
                String client = "client" + i;
                chosen.add(cluster.rotation()
                        .choose(random, () -> client)
                        .address()
                        .getAddress()
                        .getHostAddress());
            }
        }
        return chosen;
    }

    private TargetState target(Cluster cluster, String address) {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            TargetState target = cluster.rotation().choose(random, () -> "");
            if (target.address().getAddress().getHostAddress().equals(address)) {
                return target;
            }
        }
        throw new AssertionError(address + " is not in rotation");
    }

    private void fail(Cluster cluster, TargetState target, int times) {
        for (int i = 0; i < times; i++) {
            cluster.failed(target, now);
        }
    }

    private void answerProbes(Map<String, Prober.Outcome> outcomes) {
        Map<TargetState, Consumer<Prober.Outcome>> waiting = new HashMap<>(probes);
        probes.clear();
        waiting.forEach((target, done) ->
                done.accept(outcomes.get(target.address().getAddress().getHostAddress())));
    }

    private static final Resilience EJECTING = Resilience.DEFAULT.with(new Ejection(5, Duration.ofSeconds(30), 50));

    @Test
    void a_target_that_fails_five_times_in_a_row_gets_nothing_for_a_while() {
        Cluster cluster = configured(upstream(EJECTING, "10.0.0.1", "10.0.0.2"));
        TargetState bad = target(cluster, "10.0.0.1");

        fail(cluster, bad, 4);
        bad.succeeded();
        fail(cluster, bad, 4);
        assertThat(chosen(cluster)).hasSize(2);
        fail(cluster, bad, 1);
        assertThat(chosen(cluster)).containsExactly("10.0.0.2");
        assertThat(conditions()).containsEntry("10.0.0.1", TargetCondition.EJECTED);

        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(chosen(cluster)).hasSize(1);
        pass(Duration.ofNanos(1));
        assertThat(chosen(cluster)).hasSize(2);
        assertThat(journal)
                .containsExactly(
                        "upstream api: the target http://10.0.0.1:80 is ejected for 30000 ms after 5 failures in a row",
                        "upstream api: the ejection of the target http://10.0.0.1:80 is over");
    }

    @Test
    void each_ejection_in_a_row_lasts_longer_and_a_good_while_makes_it_short_again() {
        Cluster cluster = configured(upstream(EJECTING, "10.0.0.1", "10.0.0.2"));
        TargetState bad = target(cluster, "10.0.0.1");

        for (int times = 1; times <= 12; times++) {
            fail(cluster, bad, 5);
            assertThat(chosen(cluster)).hasSize(1);
            Duration lasts = Duration.ofSeconds(30L * Math.min(times, Ejection.MOST_TIMES));
            pass(lasts.minusNanos(1));
            assertThat(chosen(cluster))
                    .as("just before the end of ejection %s", times)
                    .hasSize(1);
            pass(Duration.ofNanos(1));
            assertThat(chosen(cluster)).hasSize(2);
        }
        pass(Duration.ofSeconds(301));
        fail(cluster, bad, 5);
        pass(Duration.ofSeconds(30));
        assertThat(chosen(cluster)).hasSize(2);
    }

    @Test
    void no_more_are_ejected_than_are_allowed() {
        Cluster cluster = configured(upstream(EJECTING, "10.0.0.1", "10.0.0.2", "10.0.0.3"));
        TargetState one = target(cluster, "10.0.0.1");
        TargetState two = target(cluster, "10.0.0.2");
        fail(cluster, one, 5);
        fail(cluster, two, 50);

        assertThat(chosen(cluster)).containsExactlyInAnyOrder("10.0.0.2", "10.0.0.3");
    }

    @Test
    void a_single_target_is_not_ejected() {
        Cluster cluster = configured(upstream(EJECTING, "10.0.0.1"));
        fail(cluster, target(cluster, "10.0.0.1"), 100);

        assertThat(chosen(cluster)).containsExactly("10.0.0.1");
        assertThat(journal).isEmpty();
    }

    @Test
    void where_all_are_ejected_all_are_used() {
        Cluster cluster =
                configured(upstream(Resilience.DEFAULT.with(new Ejection(1, SECOND, 100)), "10.0.0.1", "10.0.0.2"));
        TargetState one = target(cluster, "10.0.0.1");
        TargetState two = target(cluster, "10.0.0.2");
        fail(cluster, one, 1);
        assertThat(chosen(cluster)).hasSize(1);
        fail(cluster, two, 1);

        assertThat(chosen(cluster)).hasSize(2);
        assertThat(conditions().values()).containsOnly(TargetCondition.EJECTED);
        assertThat(journal)
                .filteredOn(line -> line.contains("all of them are used"))
                .hasSize(1);
    }

    @Test
    void health_checks_take_a_target_out_and_bring_it_back() {
        Cluster cluster = configured(upstream(Resilience.DEFAULT.with(CHECK), "10.0.0.1", "10.0.0.2"));
        Map<String, Prober.Outcome> sick = Map.of(
                "10.0.0.1",
                new Prober.Outcome.Unwell("it answers with status 500"),
                "10.0.0.2",
                new Prober.Outcome.Well());
        Map<String, Prober.Outcome> well =
                Map.of("10.0.0.1", new Prober.Outcome.Well(), "10.0.0.2", new Prober.Outcome.Well());
        assertThat(probes).as("the first question comes at once").hasSize(2);

        for (int i = 0; i < 2; i++) {
            answerProbes(sick);
            pass(Duration.ofSeconds(6));
        }
        assertThat(chosen(cluster)).hasSize(2);
        answerProbes(sick);
        assertThat(chosen(cluster)).containsExactly("10.0.0.2");
        assertThat(conditions()).containsEntry("10.0.0.1", TargetCondition.UNHEALTHY);

        pass(Duration.ofSeconds(6));
        answerProbes(well);
        assertThat(chosen(cluster)).as("one good answer is not enough").hasSize(1);
        pass(Duration.ofSeconds(6));
        answerProbes(well);
        assertThat(chosen(cluster)).hasSize(2);
        assertThat(journal)
                .containsExactly(
                        "upstream api: the target http://10.0.0.1:80 is unhealthy: it answers with status 500",
                        "upstream api: the target http://10.0.0.1:80 is healthy again");
    }

    @Test
    void a_flapping_target_stays_as_it_was() {
        Cluster cluster = configured(upstream(Resilience.DEFAULT.with(CHECK), "10.0.0.1", "10.0.0.2"));
        for (int i = 0; i < 40; i++) {
            Prober.Outcome outcome = i % 3 == 2 ? new Prober.Outcome.Well() : new Prober.Outcome.Unwell("no");
            answerProbes(Map.of("10.0.0.1", outcome, "10.0.0.2", new Prober.Outcome.Well()));
            pass(Duration.ofSeconds(6));
            assertThat(chosen(cluster)).hasSize(2);
        }
        assertThat(journal).isEmpty();
    }

    @Test
    void questions_keep_their_interval_and_are_not_asked_twice_at_once() {
        configured(upstream(Resilience.DEFAULT.with(CHECK), "10.0.0.1"));
        assertThat(probes).hasSize(1);
        Consumer<Prober.Outcome> first = probes.values().iterator().next();
        probes.clear();
        pass(Duration.ofSeconds(60));
        assertThat(probes).as("while one is under way").isEmpty();

        first.accept(new Prober.Outcome.Well());
        pass(Duration.ZERO);
        assertThat(probes).hasSize(1);
        answerProbes(Map.of("10.0.0.1", new Prober.Outcome.Well()));
        pass(Duration.ofMillis(4_400));
        assertThat(probes).isEmpty();
        pass(Duration.ofMillis(1_200));
        assertThat(probes).hasSize(1);
    }

    @Test
    void where_all_are_unhealthy_nobody_is_asked() {
        Cluster cluster = configured(
                upstream(Resilience.DEFAULT.with(new HealthCheck("/", SECOND, SECOND, 1, 1)), "10.0.0.1", "10.0.0.2"));
        Prober.Outcome no = new Prober.Outcome.Unwell("no");
        answerProbes(Map.of("10.0.0.1", no, "10.0.0.2", no));

        assertThat(cluster.rotation().kind()).isEqualTo(Rotation.Kind.UNHEALTHY);
        upstreams.configure(this, 2, List.of(upstream(Resilience.DEFAULT, "10.0.0.1", "10.0.0.2")));
        assertThat(chosen(cluster)).as("without checks all are used again").hasSize(2);
    }

    @Test
    void a_reload_keeps_what_is_known_of_targets_that_stay() {
        Cluster cluster = configured(upstream(EJECTING, "10.0.0.1", "10.0.0.2", "10.0.0.3"));
        TargetState bad = target(cluster, "10.0.0.1");
        TargetState leaving = target(cluster, "10.0.0.3");
        leaving.begin();
        fail(cluster, bad, 5);

        upstreams.configure(this, 2, List.of(upstream(EJECTING.with(Balance.HASH_CLIENT), "10.0.0.2", "10.0.0.1")));
        assertThat(chosen(cluster)).containsExactly("10.0.0.2");
        assertThat(leaving.isConfigured()).isFalse();
        assertThat(bad.isConfigured()).isTrue();
        pass(Duration.ofSeconds(30));
        assertThat(chosen(cluster)).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");

        upstreams.configure(this, 1, List.of(upstream(EJECTING, "10.0.0.9")));
        assertThat(chosen(cluster)).as("an older version is not listened to").hasSize(2);
        upstreams.configure(this, 3, List.of());
        assertThat(cluster.isRetired()).isTrue();
        assertThat(upstreams.upstreams()).isEmpty();
    }

    @Test
    void a_name_with_several_addresses_spreads_over_them() {
        names.put("api.internal", List.of(InetAddress.ofLiteral("10.0.0.2"), InetAddress.ofLiteral("10.0.0.1")));
        Cluster cluster = configured(upstream(Resilience.DEFAULT, "api.internal"));

        assertThat(chosen(cluster)).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
    }

    @Test
    void names_are_looked_up_again_and_what_is_known_of_an_address_stays() {
        names.put("api.internal", List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("10.0.0.2")));
        Ejection minute = new Ejection(5, Duration.ofSeconds(60), 50);
        Cluster cluster = configured(upstream(Resilience.DEFAULT.with(minute), "api.internal"));
        fail(cluster, target(cluster, "10.0.0.1"), 5);
        names.put("api.internal", List.of(InetAddress.ofLiteral("10.0.0.3"), InetAddress.ofLiteral("10.0.0.1")));

        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(lookUps).isEqualTo(1);
        assertThat(chosen(cluster)).containsExactly("10.0.0.2");
        pass(Duration.ofNanos(1));
        assertThat(lookUps).isEqualTo(2);
        assertThat(chosen(cluster)).as("the first is still out").containsExactly("10.0.0.3");
    }

    @Test
    void a_failing_look_up_keeps_the_old_addresses_and_is_told_once() {
        names.put("api.internal", List.of(InetAddress.ofLiteral("10.0.0.1")));
        Cluster cluster = configured(upstream(Resilience.DEFAULT, "api.internal"));
        journal.clear();
        names.clear();

        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(30));
        }
        assertThat(lookUps).isEqualTo(6);
        assertThat(chosen(cluster)).containsExactly("10.0.0.1");
        assertThat(journal)
                .containsExactly("upstream api: the name api.internal cannot be looked up; its old addresses are kept");
    }

    @Test
    void a_name_that_was_never_known_is_told_apart_from_one_not_asked_for_yet() {
        Cluster cluster = configured(upstream(Resilience.DEFAULT, "nowhere.invalid"));

        assertThat(cluster.rotation().kind()).isEqualTo(Rotation.Kind.UNRESOLVED);
        assertThat(conditions()).containsEntry("", TargetCondition.UNRESOLVED);
        names.put("nowhere.invalid", List.of(InetAddress.ofLiteral("10.0.0.1")));
        pass(Duration.ofSeconds(30));
        assertThat(chosen(cluster)).containsExactly("10.0.0.1");
    }
}
