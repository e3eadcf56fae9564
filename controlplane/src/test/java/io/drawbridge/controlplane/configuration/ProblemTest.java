package io.drawbridge.controlplane.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void it_reads_like_a_compilers_message() {
        assertThat(new Problem("drawbridge.yaml", 3, 14, "what is wrong"))
                .hasToString("drawbridge.yaml:3:14: what is wrong");
        assertThat(Problem.of("SECRET_KEY", "what is wrong")).hasToString("SECRET_KEY: what is wrong");
    }

    @Test
    void it_is_one_line_without_control_characters_whatever_the_file_holds() {
        assertThat(new Problem("x", 1, 1, "a\nb\u001b[31m\u202ec\ud800 für 😀").message())
                .isEqualTo("a\\u000ab\\u001b[31m\\u202ec\\ud800 für 😀");
    }

    @Test
    void a_long_text_is_cut_when_it_is_quoted() {
        assertThat(Problem.quoted("a".repeat(60))).isEqualTo("'" + "a".repeat(60) + "'");
        assertThat(Problem.quoted("😀".repeat(61))).isEqualTo("'" + "😀".repeat(60) + "…'");
    }

    @Test
    void a_place_is_a_line_and_a_column_or_neither() {
        assertThatThrownBy(() -> new Problem("x", 1, 0, "m")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Problem("x", 0, 1, "m")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Problem("x", -1, -1, "m")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void problems_are_listed_in_the_order_of_the_file() {
        Problems problems = new Problems("x");
        problems.addVariable("V", "of a variable");
        problems.add(new Position(2, 1), "c");
        problems.add(new Position(1, 9), "b");
        problems.add(new Position(1, 2), "a");

        assertThat(problems.all())
                .extracting(Problem::toString)
                .isEqualTo(List.of("x:1:2: a", "x:1:9: b", "x:2:1: c", "V: of a variable"));
    }
}
