package io.drawbridge.controlplane.snapshots;

import static io.drawbridge.controlplane.fixture.Blueprints.FILE;
import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.Snapshot;
import io.drawbridge.domain.snapshot.SnapshotEdit;
import io.drawbridge.storage.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ReconciliationTest {
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
    void a_configuration_that_nobody_touched_never_overrides_an_operator() {
        bridge.set(LEGACY, Mode.ENFORCE);

        assertThat(bridge.restart(Blueprints.usual()).everywhere(LEGACY)).isEqualTo(Stance.of(Mode.ENFORCE));

        bridge.steering().reload(Bridge.ANN);
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.ENFORCE));
        assertThat(bridge.steering().history(10)).hasSize(1);
    }

    @Test
    void a_stance_that_differs_from_the_one_last_applied_is_an_edit_of_the_file() {
        bridge.set(LEGACY, Mode.ENFORCE);

        bridge.restart(Blueprints.usual().with(LEGACY, Mode.WARN));

        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.WARN));
        Edit edit = bridge.steering().history(1).getFirst();
        assertThat(edit.actor()).isEqualTo(FILE);
        assertThat(edit.summary()).startsWith("legacy-auth: enforce → warn");
        assertThat(bridge.events.notices().getLast().details()).containsEntry("actor", FILE);
    }

    @Test
    void a_stance_from_a_variable_is_an_edit_of_the_environment() {
        bridge.restart(
                Blueprints.usual().with(Place.everywhere(LEGACY), Stance.of(Mode.ENFORCE), Optional.of("environment")));

        Edit edit = bridge.steering().history(1).getFirst();
        assertThat(edit.actor()).isEqualTo("environment");
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.ENFORCE));
    }

    @Test
    void a_changed_stance_counts_once_and_a_later_mode_set_stays() {
        bridge.restart(Blueprints.usual().with(LEGACY, Mode.WARN));
        bridge.set(LEGACY, Mode.MONITOR);

        bridge.restart(Blueprints.usual().with(LEGACY, Mode.WARN));

        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void a_default_takes_back_what_the_configuration_asked_for() {
        bridge.restart(Blueprints.usual().with(LEGACY, Mode.ENFORCE));

        bridge.restart(byDefault(Mode.MONITOR));

        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void a_default_never_overrides_an_operator() {
        bridge.restart(Blueprints.usual().with(LEGACY, Mode.ENFORCE));
        bridge.set(LEGACY, Mode.WARN);

        bridge.restart(byDefault(Mode.MONITOR));

        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.WARN));
    }

    @Test
    void a_file_that_catches_up_with_an_operator_changes_nothing() {
        bridge.set(LEGACY, Mode.ENFORCE);

        bridge.restart(Blueprints.usual().with(LEGACY, Mode.ENFORCE));

        assertThat(bridge.steering().history(10)).hasSize(1);
        bridge.set(LEGACY, Mode.MONITOR);
        assertThat(bridge.restart(Blueprints.usual().with(LEGACY, Mode.ENFORCE)).everywhere(LEGACY))
                .isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void a_routes_stance_that_leaves_the_file_falls_back() {
        Blueprints withRoute = Blueprints.usual().with(LEGACY, ORDERS, Mode.ENFORCE);
        bridge.restart(withRoute);
        assertThat(bridge.on(LEGACY, ORDERS)).isEqualTo(Stance.of(Mode.ENFORCE));

        bridge.restart(withRoute.without(LEGACY, ORDERS));

        assertThat(bridge.on(LEGACY, ORDERS)).isEqualTo(Stance.of(Mode.MONITOR));
    }

    @Test
    void a_routes_stance_that_an_operator_changed_stays_when_it_leaves_the_file() {
        Blueprints withRoute = Blueprints.usual().with(LEGACY, ORDERS, Mode.ENFORCE);
        bridge.restart(withRoute);
        bridge.set(LEGACY, ORDERS, Mode.WARN);

        bridge.restart(withRoute.without(LEGACY, ORDERS));

        assertThat(bridge.on(LEGACY, ORDERS)).isEqualTo(Stance.of(Mode.WARN));
    }

    @Test
    void a_route_that_comes_back_has_the_stance_that_it_had() {
        bridge.set(LEGACY, ORDERS, Mode.ENFORCE);

        bridge.restart(Blueprints.usual().withoutRoute(ORDERS));
        assertThat(bridge.steering().position().stances().exceptions(LEGACY)).doesNotContain(ORDERS);

        bridge.restart(Blueprints.usual());
        assertThat(bridge.on(LEGACY, ORDERS)).isEqualTo(Stance.of(Mode.ENFORCE));
    }

    @Test
    void a_configured_route_that_comes_back_does_not_override_an_operator() {
        Blueprints withRoute = Blueprints.usual().with(LEGACY, ORDERS, Mode.WARN);
        bridge.restart(withRoute);
        bridge.set(LEGACY, ORDERS, Mode.OFF);

        bridge.restart(Blueprints.usual().withoutRoute(ORDERS));
        bridge.restart(withRoute);

        assertThat(bridge.on(LEGACY, ORDERS)).isEqualTo(Stance.of(Mode.OFF));
    }

    @Test
    void a_reload_takes_the_new_configuration_and_says_what_changed() {
        bridge.writes(Blueprints.usual()
                .text("version: 1 # two")
                .with(LEGACY, Mode.ENFORCE)
                .setting("upstream workorders: url", "http://127.0.0.1:8002")
                .setting("drain", "10s"));

        Reloading.Reloaded reloaded = (Reloading.Reloaded) bridge.steering().reload(Bridge.ANN);

        assertThat(reloaded.changes())
                .containsExactly(
                        "legacy-auth: monitor → enforce",
                        "drain is new: 10s",
                        "upstream workorders: url: http://127.0.0.1:8001 → http://127.0.0.1:8002");
        assertThat(reloaded.edits()).extracting(Edit::kind).containsExactly("stance", "configuration");
        assertThat(reloaded.edits()).extracting(Edit::actor).containsExactly(FILE, "ann");
        assertThat(reloaded.edits()).extracting(Edit::version).containsExactly(2L, 3L);
        assertThat(bridge.steering().current().version()).isEqualTo(3);
        assertThat(reloaded.edits().getLast().change())
                .isEqualTo(new SnapshotEdit.Reconfigure(2, "version: 1", "version: 1 # two"));
        assertThat(bridge.events.notices()).extracting(Notice::details).hasSize(2);
    }

    @Test
    void a_reload_of_the_same_configuration_changes_nothing() {
        Snapshot before = bridge.steering().current();

        assertThat(bridge.steering().reload(Bridge.ANN))
                .isEqualTo(new Reloading.Reloaded(
                        List.of(), List.of(), bridge.steering().position()));
        assertThat(bridge.steering().current()).isSameAs(before);
    }

    @Test
    void a_value_that_is_not_shown_takes_effect_all_the_same() {
        bridge.writes(Blueprints.usual().concealing("another secret"));

        Reloading.Reloaded reloaded = (Reloading.Reloaded) bridge.steering().reload(Bridge.ANN);

        assertThat(reloaded.changes()).containsExactly("something that is not shown changed");
        assertThat(bridge.steering().current().version()).isEqualTo(2);
    }

    @Test
    void a_wrong_configuration_is_refused_whole() {
        Snapshot before = bridge.steering().current();
        List<Problem.Flaw> flaws = List.of(new Problem.Flaw("drawbridge.yaml", 3, 5, "unknown key 'moed'"));
        bridge.onDisk = new BlueprintSource.Reading.Broken(flaws);

        assertThat(bridge.steering().reload(Bridge.ANN)).isEqualTo(new Reloading.Broken(flaws));
        assertThat(bridge.steering().current()).isSameAs(before);
        assertThat(bridge.steering().history(10)).isEmpty();
    }

    @Test
    void a_configuration_that_does_not_compile_is_refused_whole() {
        bridge.writes(Blueprints.usual().with(LEGACY, Mode.ENFORCE).compiledBy((version, stances, buckets) -> {
            throw new IllegalStateException("two routes have the same path");
        }));

        assertThat(bridge.steering().reload(Bridge.ANN))
                .isEqualTo(
                        new Reloading.Broken(List.of(new Problem.Flaw(FILE, 0, 0, "two routes have the same path"))));
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
        assertThat(bridge.restart(Blueprints.usual()).steering().history(10)).isEmpty();
    }

    @Test
    void what_changed_while_the_gateway_was_down_is_an_edit_at_its_start() {
        bridge.restart(Blueprints.usual().text("version: 1 # two").setting("drain", "10s"));
        bridge.restart(Blueprints.usual().text("version: 1 # two").setting("drain", "20s"));

        assertThat(bridge.steering().history(10)).extracting(Edit::actor).containsExactly("environment", FILE);
        assertThat(bridge.steering().history(1).getFirst().summary()).isEqualTo("drain: 10s → 20s");
    }

    private static Blueprints byDefault(Mode mode) {
        return Blueprints.usual().with(Place.everywhere(LEGACY), Stance.of(mode), Optional.empty());
    }
}
