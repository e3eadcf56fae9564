package io.drawbridge.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.verdict.EventName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventWordsTest {
    @ParameterizedTest
    @EnumSource(EventName.class)
    void every_event_is_found_wherever_it_stands(EventName name) {
        for (int before = 0; before < 12; before++) {
            for (String filler : new String[] {"x", "X", "_", " ", "0"}) {
                String text = filler.repeat(before) + name + filler.repeat(3);
                assertThat(EventWords.next(text, 0)).as(text).isEqualTo(before);
                assertThat(EventWords.next(text, before)).as(text).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ERRO",
                "error",
                "E RROR",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
                "ACCESS-DENIED",
                "AAAAAAAAAAAAAAAAAAAAAAAA",
                "________"
            })
    void other_text_holds_none(String text) {
        assertThat(EventWords.next(text, 0)).isEqualTo(EventWords.NONE);
    }
}
