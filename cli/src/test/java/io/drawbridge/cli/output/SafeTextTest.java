package io.drawbridge.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void what_a_terminal_obeys_is_shown_instead() {
        assertThat(SafeText.of("\u001b[31mred\u001b[0m")).isEqualTo("\\x1b[31mred\\x1b[0m");
        assertThat(SafeText.of("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
        assertThat(SafeText.of("\u009b2J\u007f")).isEqualTo("\\x9b2J\\x7f");
    }

    @Test
    void what_turns_text_around_or_cannot_be_seen_is_shown_instead() {
        assertThat(SafeText.of("a\u202eb\u200bc\u2028d\ufeff")).isEqualTo("a\\u{202e}b\\u{200b}c\\u{2028}d\\u{feff}");
    }

    @Test
    void text_of_people_stays_as_it_is() {
        assertThat(SafeText.of("Müller 東京 😀 \\ \"")).isEqualTo("Müller 東京 😀 \\ \"");
    }

    @Test
    void no_text_whatever_reaches_the_terminal_as_a_control() {
        Random random = new Random(42);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(20, 0, 0x11000).forEach(c -> text.append((char) c));
            assertThat(SafeText.of(text.toString()).chars()).noneMatch(c -> c < 0x20 || (c >= 0x7f && c < 0xa0));
        }
    }

    @Test
    void clipped_text_says_so_and_keeps_to_its_columns() {
        assertThat(SafeText.clipped("short", 5)).isEqualTo("short");
        assertThat(SafeText.clipped("longer than that", 9)).isEqualTo("longer...");
        assertThat(SafeText.clipped("東京東京東京", 8)).isEqualTo("東京...");
    }

    @Test
    void columns_are_aligned_by_what_is_shown() {
        String table = Table.of(Table.text("NAME"), Table.number("COUNT"), Table.text("LAST"))
                .row("東京", "1", "x")
                .row("e\u0301te\u0301", "1,000", "")
                .render(Ink.PLAIN);

        assertThat(table).isEqualTo("NAME  COUNT  LAST\n東京      1  x\ne\u0301te\u0301   1,000\n");
    }

    @Test
    void colours_need_a_terminal_that_wants_them() {
        assertThat(Ink.forOutput(Map.of("TERM", "xterm"), true)).isEqualTo(Ink.COLOURED);
        assertThat(Ink.forOutput(Map.of("TERM", "xterm"), false)).isEqualTo(Ink.PLAIN);
        assertThat(Ink.forOutput(Map.of("NO_COLOR", "1"), true)).isEqualTo(Ink.PLAIN);
        assertThat(Ink.forOutput(Map.of("NO_COLOR", ""), true)).isEqualTo(Ink.COLOURED);
        assertThat(Ink.forOutput(Map.of("TERM", "dumb"), true)).isEqualTo(Ink.PLAIN);
    }

    @Test
    void figures_never_round_something_down_to_nothing() {
        assertThat(Figures.percentage(0)).isEqualTo("0%");
        assertThat(Figures.percentage(0.000_01)).isEqualTo("under 0.01%");
        assertThat(Figures.percentage(0.286_3)).isEqualTo("28.63%");
        assertThat(Figures.percentage(1)).isEqualTo("100%");
        assertThat(Figures.duration(59)).isEqualTo("59s");
        assertThat(Figures.duration(3_661)).isEqualTo("1h 1m");
        assertThat(Figures.duration(93_784)).isEqualTo("1d 2h");
        assertThat(Figures.moment("2026-07-01T09:30:00.250+02:00")).isEqualTo("2026-07-01 07:30:00Z");
        assertThat(Figures.moment("some day")).isEqualTo("some day");
    }
}
