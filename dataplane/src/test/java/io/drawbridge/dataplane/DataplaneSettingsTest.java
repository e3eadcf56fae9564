package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataplaneSettingsTest {
    @ParameterizedTest
    @CsvSource({
        // loops, head, fields, head, idle and body time-out, connections, drain
        "-1, 512, 1, PT1S, PT1S, PT1S, 1, PT0S",
        "0, 511, 1, PT1S, PT1S, PT1S, 1, PT0S",
        "0, 512, 0, PT1S, PT1S, PT1S, 1, PT0S",
        "0, 512, 1, PT0S, PT1S, PT1S, 1, PT0S",
        "0, 512, 1, PT1S, PT-1S, PT1S, 1, PT0S",
        "0, 512, 1, PT1S, PT1S, PT0S, 1, PT0S",
        "0, 512, 1, PT1S, PT1S, PT1S, 0, PT0S",
        "0, 512, 1, PT1S, PT1S, PT1S, 1, PT-1S"
    })
    void settings_under_which_nothing_could_be_served_are_refused(
            int loops,
            int head,
            int fields,
            Duration headTimeout,
            Duration idleTimeout,
            Duration bodyTimeout,
            int connections,
            Duration drain) {
        assertThatThrownBy(() -> new DataplaneSettings(
                        loops, head, fields, headTimeout, idleTimeout, bodyTimeout, connections, drain))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_smallest_settings_are_settings() {
        Duration second = Duration.ofSeconds(1);
        assertThat(new DataplaneSettings(0, 512, 1, second, second, second, 1, Duration.ZERO).maxHead())
                .isEqualTo(512);
        assertThat(DataplaneSettings.DEFAULT.maxFields()).isEqualTo(100);
    }
}
