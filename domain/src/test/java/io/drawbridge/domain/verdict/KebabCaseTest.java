package io.drawbridge.domain.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KebabCaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "legacy-auth", "a-1-b", "sha256"})
    void names(String text) {
        assertThat(KebabCase.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "ä", "a\n"})
    void others(String text) {
        assertThat(KebabCase.is(text)).isFalse();
    }
}
