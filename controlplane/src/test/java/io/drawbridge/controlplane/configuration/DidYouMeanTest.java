package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    private static final List<String> KNOWN =
            List.of("upstreams", "upstream", "rate_limits", "legacy-auth", "api", "mode");

    @ParameterizedTest
    @CsvSource({
        "upstraem, upstream",
        "upstrems, upstreams",
        "rate-limits, rate_limits",
        "rateLimits, rate_limits",
        "RATE_LIMITS, rate_limits",
        "legacy_auth, legacy-auth",
        "legacyauth, legacy-auth",
        "legacy-authentication, ",
        "apis, api",
        "ap, api",
        "moed, mode",
        "modus, ",
        "timeout, ",
        "x, ",
        "'', "
    })
    void the_nearest_word_is_meant_if_it_is_near(String word, String meant) {
        assertThat(DidYouMean.nearest(word, KNOWN).orElse(null)).isEqualTo(meant);
    }

    @Test
    void it_ends_a_sentence() {
        assertThat(DidYouMean.question("moed", KNOWN)).isEqualTo("; did you mean 'mode'?");
        assertThat(DidYouMean.question("timeout", KNOWN)).isEmpty();
    }

    @Test
    void very_long_words_are_not_compared() {
        assertThat(DidYouMean.nearest("a".repeat(65), List.of("a".repeat(65)))).isEmpty();
        assertThat(DidYouMean.nearest("a", List.of("a".repeat(65)))).isEmpty();
    }
}
