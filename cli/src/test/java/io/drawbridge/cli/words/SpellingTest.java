package io.drawbridge.cli.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> WORDS = List.of("off", "monitor", "warn", "enforce", "legacy-auth");

    @ParameterizedTest
    @CsvSource({
        "of, off",
        "moniter, monitor",
        "wanr, warn",
        "enforced, enforce",
        "Enfroce, enforce",
        "legacy_auth, legacy-auth"
    })
    void the_nearest_word_is_meant(String typed, String meant) {
        assertThat(Spelling.nearest(typed, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"block", "x", "''", "report"})
    void a_word_that_is_near_to_nothing_means_nothing(String typed) {
        assertThat(Spelling.nearest(typed, WORDS)).isEmpty();
    }

    @Test
    void distances_count_single_mistakes() {
        assertThat(Spelling.distance("warn", "warn")).isZero();
        assertThat(Spelling.distance("wran", "warn")).isEqualTo(1);
        assertThat(Spelling.distance("", "off")).isEqualTo(3);
        assertThat(Spelling.distance("enforce", "force")).isEqualTo(2);
    }
}
