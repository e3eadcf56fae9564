package io.drawbridge.controlplane.snapshots;

import static io.drawbridge.controlplane.fixture.Blueprints.DECRYPT;
import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDER;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static io.drawbridge.controlplane.fixture.Blueprints.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.controlplane.fixture.RecordingSink;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import io.drawbridge.domain.snapshot.StanceSetting;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.storage.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SteeringTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    @TempDir
    Path folder;

    private Bridge bridge;

    @BeforeEach
    void start() {
        bridge = new Bridge(engine, folder, Blueprints.usual());
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void the_first_configuration_is_version_one_and_nobodys_edit() {
        assertThat(bridge.steering().current().version()).isEqualTo(1);
        assertThat(bridge.steering().history(10)).isEmpty();
        assertThat(bridge.events.notices()).isEmpty();
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void an_edit_makes_the_next_version_and_the_stance_that_was_asked_for() {
        bridge.set(LEGACY, Mode.WARN);

        assertThat(bridge.steering().current().version()).isEqualTo(2);
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.WARN));
        assertThat(bridge.everywhere(OWNERSHIP)).isEqualTo(Stance.of(Mode.ENFORCE));
    }

    @Test
    void the_compiler_is_given_the_stances_that_will_hold() {
        AtomicReference<Stance> seen = new AtomicReference<>();
        bridge.restart(Blueprints.usual().compiledBy((version, stances, buckets) -> {
            seen.set(stances.stance(LEGACY, ORDERS).stance());
            return new Snapshot(version, List.of(), FieldBlock.EMPTY);
        }));

        bridge.set(LEGACY, Mode.ENFORCE);

        assertThat(seen.get()).isEqualTo(Stance.of(Mode.ENFORCE));
    }

    @Test
    void a_route_of_its_own_goes_before_what_holds_everywhere() {
        bridge.set(LEGACY, ORDERS, Mode.WARN);
        bridge.set(LEGACY, Mode.ENFORCE);

        assertThat(bridge.on(LEGACY, ORDERS)).isEqualTo(Stance.of(Mode.WARN));
        assertThat(bridge.on(LEGACY, ORDER)).isEqualTo(Stance.of(Mode.ENFORCE));
    }

    @Test
    void a_critical_route_enforces_whatever_is_not_off() {
        assertThat(bridge.on(LEGACY, DECRYPT)).isEqualTo(Stance.of(Mode.ENFORCE));

        bridge.set(LEGACY, DECRYPT, Mode.WARN);
        assertThat(bridge.on(LEGACY, DECRYPT)).isEqualTo(Stance.of(Mode.ENFORCE));

        bridge.set(LEGACY, DECRYPT, Mode.OFF);
        assertThat(bridge.on(LEGACY, DECRYPT)).isEqualTo(Stance.of(Mode.OFF));
    }

    @Test
    void an_edit_that_was_planned_for_an_older_version_is_refused_and_changes_nothing() {
        Planning.Planned late = bridge.plan(OWNERSHIP, StanceRequest.of(Mode.WARN));
        bridge.set(LEGACY, Mode.WARN);

        assertThat(bridge.steering().apply(late, Bridge.ANN)).isEqualTo(new Applying.Stale(1, 2));
        assertThat(bridge.everywhere(OWNERSHIP)).isEqualTo(Stance.of(Mode.ENFORCE));
        assertThat(bridge.steering().history(10)).hasSize(1);
    }

    @Test
    void of_edits_made_at_once_for_the_same_version_exactly_one_wins() throws Exception {
        int rivals = 8;
        List<Planning.Planned> plans = new ArrayList<>();
        for (int i = 0; i < rivals; i++) {
            plans.add(bridge.plan(
                    LEGACY,
                    new StanceRequest(
                            Mode.ENFORCE,
                            Optional.of(Share.parse((i + 1) + "%")),
                            Optional.empty(),
                            Optional.empty())));
        }
        CountDownLatch all = new CountDownLatch(rivals);
        List<Applying> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Applying>> running = new ArrayList<>();
            for (Planning.Planned plan : plans) {
                running.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    return bridge.steering().apply(plan, Bridge.ANN);
                }));
            }
            for (Future<Applying> future : running) {
                outcomes.add(future.get());
            }
        }

        assertThat(outcomes.stream().filter(Applying.Applied.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(Applying.Stale.class::isInstance)).hasSize(rivals - 1);
        assertThat(bridge.steering().history(10)).hasSize(1);
        assertThat(bridge.steering().position().version()).isEqualTo(2);
    }

    @Test
    void two_gateways_on_one_database_do_not_overwrite_each_other() {
        Steering other = Steering.start(
                bridge.database(), Blueprints.usual().made(), () -> bridge.onDisk, bridge.clock, new RecordingSink());
        Planning.Planned mine = bridge.plan(LEGACY, StanceRequest.of(Mode.WARN));
        Planning.Planned theirs =
                (Planning.Planned) other.plan(LEGACY.text(), Optional.empty(), StanceRequest.of(Mode.ENFORCE));

        assertThat(other.apply(theirs, Bridge.ANN)).isInstanceOf(Applying.Applied.class);
        assertThat(bridge.steering().apply(mine, Bridge.ANN)).isEqualTo(new Applying.Stale(1, 2));
    }

    @Test
    void an_edit_that_does_not_compile_changes_nothing() {
        bridge.restart(Blueprints.usual().compiledBy((version, stances, buckets) -> {
            if (stances.stance(LEGACY, ORDERS).stance().ceiling() == Mode.ENFORCE) {
                throw new IllegalStateException("no key to verify with");
            }
            return new Snapshot(version, List.of(), FieldBlock.EMPTY);
        }));
        Snapshot before = bridge.steering().current();

        Applying outcome = bridge.steering().apply(bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE)), Bridge.ANN);

        assertThat(outcome).isEqualTo(new Applying.Uncompilable("no key to verify with"));
        assertThat(bridge.steering().current()).isSameAs(before);
        assertThat(bridge.steering().history(10)).isEmpty();
        assertThat(bridge.restart(Blueprints.usual()).everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void an_edit_that_cannot_be_written_changes_nothing() {
        Snapshot before = bridge.steering().current();
        Planning.Planned planned = bridge.plan(LEGACY, StanceRequest.of(Mode.ENFORCE));
        bridge.database().close();

        assertThatThrownBy(() -> bridge.steering().apply(planned, Bridge.ANN)).isInstanceOf(RuntimeException.class);

        assertThat(bridge.steering().current()).isSameAs(before);
        assertThat(bridge.events.notices()).isEmpty();
    }

    @Test
    void every_accepted_edit_is_told_with_who_and_what() {
        bridge.set(LEGACY, Mode.ENFORCE);

        Notice notice = bridge.events.notices().getFirst();
        assertThat(notice.name()).isEqualTo(EventName.CONFIG_CHANGED);
        assertThat(notice.address()).contains(Exchanges.ADDRESS);
        assertThat(notice.details())
                .containsEntry("actor", "ann")
                .containsEntry("edit", "1")
                .containsEntry("version", "2")
                .containsEntry("change", "legacy-auth: monitor → enforce");
    }

    @Test
    void the_history_has_the_newest_edit_first_and_says_what_changed() {
        bridge.set(LEGACY, Mode.WARN);
        bridge.set(LEGACY, ORDERS, Mode.ENFORCE);

        List<Edit> history = bridge.steering().history(10);

        assertThat(history).extracting(Edit::number).containsExactly(2L, 1L);
        assertThat(history).extracting(Edit::version).containsExactly(3L, 2L);
        assertThat(history)
                .extracting(Edit::summary)
                .containsExactly(
                        "legacy-auth on work-orders: as everywhere → enforce",
                        "legacy-auth: monitor → warn (announced for 2026-03-08T12:00:00Z)");
        assertThat(bridge.steering().history(1)).extracting(Edit::number).containsExactly(2L);
    }

    @Test
    void stances_history_and_version_come_back_after_a_restart() {
        bridge.set(LEGACY, Mode.WARN);
        bridge.set(OWNERSHIP, ORDER, Mode.MONITOR);
        List<Edit> history = bridge.steering().history(10);
        StanceSetting warned = bridge.steering().position().stances().set(Place.everywhere(LEGACY));

        bridge.restart(Blueprints.usual());

        assertThat(bridge.steering().current().version()).isEqualTo(3);
        assertThat(bridge.steering().history(10)).isEqualTo(history);
        assertThat(bridge.steering().position().stances().set(Place.everywhere(LEGACY)))
                .isEqualTo(warned);
        assertThat(bridge.on(OWNERSHIP, ORDER)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void clients_keep_their_buckets_after_a_restart() {
        Client client = new Client.Network("127.0.0.7");
        int bucket = bridge.steering().buckets().bucket(LEGACY, client);

        bridge.restart(Blueprints.usual());

        assertThat(bridge.steering().buckets().bucket(LEGACY, client)).isEqualTo(bucket);
    }

    @Test
    void asking_for_what_holds_already_is_no_edit() {
        assertThat(bridge.steering().plan("legacy-auth", Optional.empty(), StanceRequest.of(Mode.MONITOR)))
                .isInstanceOf(Planning.Nothing.class);
    }

    @Test
    void an_unknown_policy_or_route_is_told_what_may_have_been_meant() {
        assertThat(bridge.steering().plan("legacy-aut", Optional.empty(), StanceRequest.of(Mode.WARN)))
                .isEqualTo(new Planning.Unknown(
                        "policy", "legacy-aut", Optional.of("legacy-auth"), List.of("legacy-auth", "ownership")));
        assertThat(bridge.steering().plan("legacy-auth", Optional.of("xyz"), StanceRequest.of(Mode.WARN)))
                .isEqualTo(new Planning.Unknown(
                        "route", "xyz", Optional.empty(), List.of("work-orders", "work-order", "decrypt")));
    }

    @Test
    void an_edit_is_kept_as_the_domain_knows_it() {
        Planning.Planned planned = bridge.plan(LEGACY, ORDERS, StanceRequest.of(Mode.WARN));
        bridge.apply(planned);

        SnapshotEdit kept = bridge.restart(Blueprints.usual())
                .steering()
                .history(1)
                .getFirst()
                .change();

        assertThat(kept).isEqualTo(planned.edit());
    }
}
