package io.drawbridge.telemetry.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadTextTest {
    @Test
    void what_is_utf_8_is_read_as_that() {
        String received = new String("Zoë’s client".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(HeadText.readable(received)).isEqualTo("Zoë’s client");
    }

    @Test
    void what_is_not_stays_as_it_was_received() {
        assertThat(HeadText.readable("Zo\u00eb")).isEqualTo("Zo\u00eb");
        assertThat(HeadText.readable("plain")).isEqualTo("plain");
    }

    @Test
    void a_long_text_is_cut() {
        assertThat(HeadText.capped("abcdef", 3)).isEqualTo("abc...");
        assertThat(HeadText.capped("abc", 3)).isEqualTo("abc");
    }
}
