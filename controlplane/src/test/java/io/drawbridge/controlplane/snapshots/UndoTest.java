package io.drawbridge.controlplane.snapshots;

import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static io.drawbridge.controlplane.fixture.Blueprints.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import io.drawbridge.storage.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class UndoTest {
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
    void undoing_an_edit_brings_back_just_what_was_there() {
        StanceSetting before = bridge.steering().position().stances().set(Place.everywhere(LEGACY));
        bridge.clock.pass(Duration.ofHours(1));
        long edit = bridge.set(LEGACY, Mode.WARN);

        long undo = bridge.apply((Planning.Planned) bridge.steering().planUndo(edit));

        assertThat(bridge.steering().position().stances().set(Place.everywhere(LEGACY)))
                .isEqualTo(before);
        assertThat(bridge.steering().history(10))
                .extracting(Edit::number, Edit::undoes, Edit::undoneBy)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(undo, OptionalLong.of(edit), OptionalLong.empty()),
                        org.assertj.core.groups.Tuple.tuple(edit, OptionalLong.empty(), OptionalLong.of(undo)));
    }

    @Test
    void undoing_a_routes_first_stance_lets_it_fall_back_to_what_holds_everywhere() {
        long edit = bridge.set(LEGACY, ORDERS, Mode.ENFORCE);

        bridge.apply((Planning.Planned) bridge.steering().planUndo(edit));

        assertThat(bridge.on(LEGACY, ORDERS)).isEqualTo(Stance.of(Mode.MONITOR));
        assertThat(bridge.steering().position().stances().own(Place.on(LEGACY, ORDERS)))
                .isEmpty();
    }

    @Test
    void an_edit_that_was_overtaken_is_not_undone_and_the_later_one_is_named() {
        long first = bridge.set(LEGACY, Mode.WARN);
        long second = bridge.set(LEGACY, Mode.ENFORCE);

        assertThat(overtaken(first).why()).contains("the edit " + second);
        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.ENFORCE));
    }

    @Test
    void edits_elsewhere_do_not_stand_in_the_way() {
        long first = bridge.set(LEGACY, Mode.WARN);
        bridge.set(OWNERSHIP, Mode.WARN);
        bridge.set(LEGACY, ORDERS, Mode.OFF);

        bridge.apply((Planning.Planned) bridge.steering().planUndo(first));

        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
        assertThat(bridge.everywhere(OWNERSHIP)).isEqualTo(Stance.of(Mode.WARN));
    }

    @Test
    void an_edit_is_undone_once() {
        long edit = bridge.set(LEGACY, Mode.WARN);
        long undo = bridge.apply((Planning.Planned) bridge.steering().planUndo(edit));

        assertThat(overtaken(edit).why()).contains("taken back already, by the edit " + undo);
    }

    @Test
    void an_undo_can_be_undone() {
        long edit = bridge.set(LEGACY, Mode.WARN);
        long undo = bridge.apply((Planning.Planned) bridge.steering().planUndo(edit));

        bridge.apply((Planning.Planned) bridge.steering().planUndo(undo));

        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.WARN));
    }

    @Test
    void an_undo_survives_a_restart() {
        long edit = bridge.set(LEGACY, Mode.WARN);
        bridge.apply((Planning.Planned) bridge.steering().planUndo(edit));

        bridge.restart(Blueprints.usual());

        assertThat(bridge.everywhere(LEGACY)).isEqualTo(Stance.of(Mode.MONITOR));
        assertThat(overtaken(edit).why()).contains("already");
    }

    @Test
    void an_edit_of_a_route_that_is_gone_is_not_undone() {
        long edit = bridge.set(LEGACY, ORDERS, Mode.WARN);
        bridge.restart(Blueprints.usual().withoutRoute(ORDERS));

        assertThat(overtaken(edit).why()).contains("not configured any more");
    }

    @Test
    void a_configuration_is_changed_back_in_its_file() {
        bridge.writes(Blueprints.usual().text("version: 1 # new").setting("drain", "10s"));
        bridge.steering().reload(Bridge.ANN);

        assertThat(overtaken(1).remediation()).contains("drawbridge reload");
    }

    @Test
    void there_is_no_edit_without_its_number() {
        assertThat(bridge.steering().planUndo(99)).isInstanceOf(Planning.Unknown.class);
    }

    private Planning.Overtaken overtaken(long edit) {
        return (Planning.Overtaken) bridge.steering().planUndo(edit);
    }
}
