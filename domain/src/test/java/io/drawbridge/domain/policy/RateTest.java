package io.drawbridge.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @ParameterizedTest
    @CsvSource({
        "5/minute, 5, 60, 5/minute",
        "1/second, 1, 1, 1/second",
        "100/hours, 100, 3600, 100/hour",
        "7 / day, 7, 86400, 7/day",
        "' 20/minutes ', 20, 60, 20/minute",
        "1000000000/second, 1000000000, 1, 1000000000/second",
        "005/minute, 5, 60, 5/minute"
    })
    void a_rate_is_read_as_people_write_it(String text, int limit, long seconds, String written) {
        Rate rate = Rate.parse(text);
        assertThat(rate).isEqualTo(new Rate(limit, Duration.ofSeconds(seconds)));
        assertThat(rate).hasToString(written);
        assertThat(Rate.parse(rate.toString())).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "/minute",
                "5/",
                "5/week",
                "5/Minute",
                "-5/minute",
                "5.5/minute",
                "5/minutess",
                "5//minute",
                "5 per minute",
                "5/minute/hour",
                "12345678901/minute",
                "٥/minute"
            })
    void what_is_no_rate_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5/minute")
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/minute", "1000000001/minute", "2147483648/minute", "9999999999/minute"})
    void a_limit_out_of_range_is_refused_with_the_range_and_the_limit_given(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1 to 1000000000")
                .hasMessageEndingWith("not " + text.substring(0, text.indexOf('/')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
    void a_rate_without_a_span_of_time_is_none(Duration period) {
        assertThatThrownBy(() -> new Rate(5, period)).isInstanceOf(IllegalArgumentException.class);
    }
}
