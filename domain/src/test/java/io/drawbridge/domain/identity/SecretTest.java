package io.drawbridge.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    private static final Secret SECRET = new Secret("correct horse ü");

    @Test
    void a_secret_matches_itself() {
        assertThat(SECRET.matches("correct horse ü")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c", "correct horse", "correct horse ü ", "Correct horse ü", "correct horse u", "\0"})
    void a_secret_matches_nothing_else(String candidate) {
        assertThat(SECRET.matches(candidate)).isFalse();
    }

    @Test
    void a_secret_has_no_text_form() {
        assertThat(SECRET.toString()).isEqualTo("Secret[hidden]");
        assertThat("key: " + SECRET).doesNotContain("correct");
        assertThat(String.valueOf(List.of(SECRET))).doesNotContain("correct");
    }

    /// What would compare byte by byte, or hand out the text, does not exist.
    @Test
    void the_only_ways_to_learn_of_a_secret_say_so_by_their_name() {
        List<String> methods = Arrays.stream(Secret.class.getDeclaredMethods())
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .map(Method::getName)
                .sorted()
                .toList();
        assertThat(methods).containsExactly("length", "matches", "reveal", "toString");
        assertThat(Secret.class.getFields()).isEmpty();
        assertThat(Serializable.class.isAssignableFrom(Secret.class)).isFalse();
        assertThat(Secret.class.isRecord())
                .as("a record would print and compare its components")
                .isFalse();
        assertThat(SECRET).isNotEqualTo(new Secret("correct horse ü"));
    }

    @Test
    void what_is_revealed_is_a_copy() {
        byte[] revealed = SECRET.reveal();
        Arrays.fill(revealed, (byte) 0);
        assertThat(SECRET.reveal()).isEqualTo("correct horse ü".getBytes(StandardCharsets.UTF_8));
        assertThat(SECRET.length()).isEqualTo(16);
    }
}
