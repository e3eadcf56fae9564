package io.drawbridge.domain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotEditTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final StanceSetting WARN = new StanceSetting(Stance.of(Mode.WARN), NOON, Optional.empty());
    private static final StanceSetting ENFORCE =
            new StanceSetting(Stance.of(Mode.ENFORCE), NOON, Optional.of(NOON.plusSeconds(60)));
    private static final PolicyName POLICY = new PolicyName("legacy-auth");

    static List<SnapshotEdit> edits() {
        return List.of(
                new SnapshotEdit.SetStance(4, POLICY, Optional.empty(), Optional.of(WARN), Optional.of(ENFORCE)),
                new SnapshotEdit.SetStance(
                        4, POLICY, Optional.of(new RouteName("/a")), Optional.empty(), Optional.of(ENFORCE)),
                new SnapshotEdit.SetStance(
                        4, POLICY, Optional.of(new RouteName("/a")), Optional.of(WARN), Optional.empty()),
                new SnapshotEdit.Reconfigure(4, "version: 1\n", "version: 1\nroutes: []\n"));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void the_inverse_of_the_inverse_is_the_edit_itself(SnapshotEdit edit) {
        assertThat(edit.inverse(5).inverse(4)).isEqualTo(edit);
    }

    @ParameterizedTest
    @MethodSource("edits")
    void an_inverse_expects_the_version_that_the_edit_led_to(SnapshotEdit edit) {
        assertThat(edit.inverse(5).expectedVersion()).isEqualTo(5);
        assertThat(edit.inverse(9).expectedVersion()).isEqualTo(9);
    }

    @ParameterizedTest
    @MethodSource("edits")
    void an_inverse_leads_back_to_what_was_before(SnapshotEdit edit) {
        switch (edit) {
            case SnapshotEdit.SetStance set -> {
                SnapshotEdit.SetStance back = set.inverse(5);
                assertThat(back.after()).isEqualTo(set.before());
                assertThat(back.before()).isEqualTo(set.after());
                assertThat(back.policy()).isEqualTo(set.policy());
                assertThat(back.route()).isEqualTo(set.route());
            }
            case SnapshotEdit.Reconfigure other -> {
                assertThat(other.inverse(5).after()).isEqualTo(other.before());
                assertThat(other.inverse(5).before()).isEqualTo(other.after());
            }
        }
    }

    @Test
    void an_enforcement_date_is_not_before_the_day_that_the_stance_was_set() {
        Stance warn = Stance.of(Mode.WARN);
        assertThatThrownBy(() -> new StanceSetting(warn, NOON, Optional.of(NOON.minusNanos(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-03-01T12:00:00Z");
        assertThat(new StanceSetting(warn, NOON, Optional.of(NOON)).enforceAt()).contains(NOON);
        assertThat(new StanceSetting(warn, NOON, Optional.empty()).enforceAt()).isEmpty();
    }
}
