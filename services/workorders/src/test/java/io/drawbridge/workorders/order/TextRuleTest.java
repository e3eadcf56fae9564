package io.drawbridge.workorders.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextRuleTest {
    @ParameterizedTest
    @ValueSource(strings = {"Juniper Corner Store #0087", "Café Ñandú", "加油站", "⛽"})
    void text_of_every_language_is_fine(String text) {
        assertThat(TextRule.SITE_NAME.complaint(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "nul\0", "line\nbreak", "bell\u0007", "\ud800 alone", "next\u0085line"})
    void what_a_database_or_a_log_cannot_hold_is_not(String text) {
        assertThat(TextRule.SITE_NAME.complaint(text)).isPresent();
    }

    @Test
    void notes_have_lines_but_no_other_control_characters() {
        assertThat(TextRule.NOTES.complaint("first\r\n\tsecond")).isEmpty();
        assertThat(TextRule.NOTES.complaint("escape\u001b[31m")).isPresent();
    }

    @Test
    void the_longest_text_is_fine_and_one_more_character_is_not() {
        assertThat(TextRule.STORE_NUMBER.complaint("1".repeat(20))).isEmpty();
        assertThat(TextRule.STORE_NUMBER.complaint("1".repeat(21)))
                .hasValue("must have 20 characters at the most, not 21");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1/2, true", "11/12, true", "1/, false", "A/B, false", "1/2/3, false"})
    void a_dispenser_number_is_one_number_or_two(String text, boolean fine) {
        assertThat(TextRule.DISPENSER_NUMBER.complaint(text).isEmpty()).isEqualTo(fine);
    }
}
