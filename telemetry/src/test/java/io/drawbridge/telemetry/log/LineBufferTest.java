package io.drawbridge.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineBufferTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE, -1, -10, Long.MIN_VALUE})
    void a_number_is_written_as_people_write_it(long number) {
        assertThat(text(out -> out.number(number))).isEqualTo(Long.toString(number));
    }

    @Test
    void seconds_have_three_decimals_and_are_rounded() {
        assertThat(text(out -> out.seconds(0))).isEqualTo("0.000");
        assertThat(text(out -> out.seconds(499_999))).isEqualTo("0.000");
        assertThat(text(out -> out.seconds(500_000))).isEqualTo("0.001");
        assertThat(text(out -> out.seconds(12_345_600_000L))).isEqualTo("12.346");
        assertThat(text(out -> out.seconds(-5))).isEqualTo("0.000");
    }

    @Test
    void times_follow_their_seconds() {
        assertThat(text(out -> out.isoTime(Instant.parse("2026-02-03T04:05:06.007Z"))
                        .text(" ")
                        .isoTime(Instant.parse("2026-02-03T04:05:06.999999999Z"))
                        .text(" ")
                        .isoTime(Instant.parse("2026-02-03T04:05:07Z"))))
                .isEqualTo("2026-02-03T04:05:06.007Z 2026-02-03T04:05:06.999Z 2026-02-03T04:05:07.000Z");
        assertThat(text(out -> out.combinedTime(Instant.parse("2026-02-03T04:05:06Z"))))
                .isEqualTo("03/Feb/2026:04:05:06 +0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"plain", "with space", "ACCESS_DENIED", "%2d", "caf\u00e9 \u4f60 \ud83d\ude00", "a=b&c\"d\\e\n"})
    void a_value_can_be_decoded_again(String text) {
        String written = text(out -> out.value(text, 1000));
        assertThat(URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void head_text_keeps_its_bytes() {
        assertThat(text(out -> out.headValue("caf\u00c3\u00a9", 100))).isEqualTo("caf%c3%a9");
        assertThat(text(out -> out.quoted("caf\u00c3\u00a9 \"x\\", 100))).isEqualTo("\"caf\\xc3\\xa9 \\x22x\\x5c\"");
        assertThat(text(out -> out.target("/caf\u00c3\u00a9?q=\"x y\"", 100))).isEqualTo("/caf%c3%a9?q=%22x%20y%22");
    }

    @Test
    void an_empty_value_and_a_dash_differ() {
        assertThat(text(out -> out.value("", 10))).isEqualTo("-");
        assertThat(text(out -> out.value("-", 10))).isEqualTo("%2d");
    }

    @Test
    void a_long_text_is_cut_and_says_so() {
        assertThat(text(out -> out.value("abcdef", 3))).isEqualTo("abc...");
        assertThat(text(out -> out.quoted("abcdef", 3))).isEqualTo("\"abc...\"");
        assertThat(text(out -> out.target("abcdef", 3))).isEqualTo("abc...");
        assertThat(text(out -> out.json("abcdef", 3))).isEqualTo("\"abc...\"");
    }

    @Test
    void an_ordinary_browser_is_written_as_it_is() {
        String agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0";
        assertThat(text(out -> out.quoted(agent, 512))).isEqualTo('"' + agent + '"');
    }

    @Test
    void what_is_taken_back_is_gone() {
        LineBuffer out = new LineBuffer();
        out.text("kept").endLine();
        int length = out.length();
        out.text("half a line".repeat(1000).toLowerCase(Locale.ROOT));
        out.resetTo(length, 1);
        assertThat(string(out)).isEqualTo("kept\n");
        assertThat(out.lines()).isEqualTo(1);
    }

    private static String text(Consumer<LineBuffer> writing) {
        LineBuffer out = new LineBuffer();
        writing.accept(out);
        return string(out);
    }

    private static String string(LineBuffer out) {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.US_ASCII);
    }
}
