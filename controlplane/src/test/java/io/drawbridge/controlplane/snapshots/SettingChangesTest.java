package io.drawbridge.controlplane.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingChangesTest {
    @Test
    void what_is_new_changed_and_gone_is_told_and_what_stayed_is_not() {
        assertThat(SettingChanges.between(
                        new TreeMap<>(Map.of("a", "1", "b", "2", "c", "3")),
                        new TreeMap<>(Map.of("a", "1", "b", "20", "d", "4"))))
                .containsExactly("b: 2 → 20", "c is gone, it was: 3", "d is new: 4");
    }

    @Test
    void a_flood_of_changes_is_cut_and_counted() {
        TreeMap<String, String> after = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            after.put("setting" + i, "x");
        }

        List<String> lines = SettingChanges.between(new TreeMap<>(), after);

        assertThat(lines).hasSize(41).last().isEqualTo("and 60 more settings");
    }

    @ParameterizedTest
    @CsvSource({
        "legacy-outh, legacy-auth",
        "legacyauth, legacy-auth",
        "ownershipp, ownership",
        "own, ",
        "something-else, ",
        "'', "
    })
    void the_nearest_word_is_suggested_when_it_is_near(String word, String meant) {
        assertThat(Nearest.to(word, List.of("legacy-auth", "ownership"))).isEqualTo(Optional.ofNullable(meant));
    }

    @Test
    void a_very_long_word_is_near_nothing() {
        assertThat(Nearest.to("x".repeat(100_000), List.of("legacy-auth"))).isEmpty();
    }
}
