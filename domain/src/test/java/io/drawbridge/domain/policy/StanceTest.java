package io.drawbridge.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.identity.Client;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StanceTest {
    private static final PolicyName POLICY = new PolicyName("ownership");
    private static final Buckets BUCKETS = new Buckets(new byte[16]);

    record Pair(Mode floor, Mode ceiling) {}

    static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Mode floor : Mode.values()) {
            for (Mode ceiling : Mode.values()) {
                pairs.add(new Pair(floor, ceiling));
            }
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_rest_is_never_in_a_stricter_mode_than_the_share(Pair pair) {
        Share quarter = new Share(2_500);
        if (pair.floor().compareTo(pair.ceiling()) > 0) {
            assertThatThrownBy(() -> new Stance(pair.floor(), pair.ceiling(), quarter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(pair.floor().word())
                    .hasMessageContaining(pair.ceiling().word());
        } else {
            Stance stance = new Stance(pair.floor(), pair.ceiling(), quarter);
            for (int i = 0; i < 200; i++) {
                Client client = new Client.Subject("user" + i);
                boolean in = quarter.includes(BUCKETS.bucket(POLICY, client));
                assertThat(stance.modeFor(POLICY, client, BUCKETS)).isEqualTo(in ? pair.ceiling() : pair.floor());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_stance_of_one_mode_has_it_for_everybody(Mode mode) {
        for (int i = 0; i < 100; i++) {
            assertThat(Stance.of(mode).modeFor(POLICY, new Client.Subject("user" + i), BUCKETS))
                    .isEqualTo(mode);
        }
        assertThat(Stance.of(mode)).hasToString(mode.word());
    }

    @Test
    void a_share_of_none_leaves_everybody_at_the_floor_and_one_of_all_nobody() {
        Stance none = new Stance(Mode.MONITOR, Mode.ENFORCE, new Share(0));
        Stance all = new Stance(Mode.MONITOR, Mode.ENFORCE, Share.ALL);
        for (int i = 0; i < 100; i++) {
            Client client = new Client.Subject("user" + i);
            assertThat(none.modeFor(POLICY, client, BUCKETS)).isEqualTo(Mode.MONITOR);
            assertThat(all.modeFor(POLICY, client, BUCKETS)).isEqualTo(Mode.ENFORCE);
        }
        assertThat(all).hasToString("enforce");
    }

    @Test
    void a_stance_reads_as_a_sentence() {
        assertThat(new Stance(Mode.WARN, Mode.ENFORCE, Share.parse("25%")))
                .hasToString("enforce for 25%, warn for the rest");
    }

    @ParameterizedTest
    @CsvSource({
        // floor, ceiling, raised to, floor then, ceiling then
        "OFF, OFF, ENFORCE, OFF, OFF",
        "MONITOR, MONITOR, ENFORCE, ENFORCE, ENFORCE",
        "WARN, ENFORCE, ENFORCE, ENFORCE, ENFORCE",
        "MONITOR, WARN, WARN, WARN, WARN",
        "MONITOR, ENFORCE, WARN, WARN, ENFORCE",
        "ENFORCE, ENFORCE, MONITOR, ENFORCE, ENFORCE",
        "OFF, WARN, MONITOR, MONITOR, WARN"
    })
    void raising_never_lowers_and_wakes_nothing_that_is_off(
            Mode floor, Mode ceiling, Mode to, Mode floorThen, Mode ceilingThen) {
        Share share = new Share(1_000);
        assertThat(new Stance(floor, ceiling, share).raisedTo(to)).isEqualTo(new Stance(floorThen, ceilingThen, share));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_mode_is_found_by_its_word(Mode mode) {
        assertThat(Mode.of(mode.word())).contains(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Off", "ENFORCE", "enforced", " warn", "blocking"})
    void another_word_is_no_mode(String word) {
        assertThat(Mode.of(word)).isEmpty();
    }

    @Test
    void modes_are_ordered_by_strictness() {
        assertThat(Mode.values()).containsExactly(Mode.OFF, Mode.MONITOR, Mode.WARN, Mode.ENFORCE);
        assertThat(Mode.MONITOR.atLeast(Mode.WARN)).isEqualTo(Mode.WARN);
        assertThat(Mode.ENFORCE.atLeast(Mode.WARN)).isEqualTo(Mode.ENFORCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ownership", "legacy_auth", "-auth", "auth-", "a--b", "a b", "a\nb", "é"})
    void a_policy_name_is_kebab_case(String name) {
        assertThatThrownBy(() -> new PolicyName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kebab-case");
    }
}
