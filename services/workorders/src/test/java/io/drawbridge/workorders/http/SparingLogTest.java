package io.drawbridge.workorders.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparingLogTest {
    private static final class Lines implements System.Logger {
        final List<String> lines = new ArrayList<>();

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            lines.add(String.valueOf(message));
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            lines.add(String.valueOf(format));
        }
    }

    @Test
    void one_line_in_ten_seconds_counts_those_it_left_out() {
        var lines = new Lines();
        // A clock that begins just before it overflows, as it may.
        var nanos = new AtomicLong(Long.MAX_VALUE - 5);
        var log = new SparingLog(lines, nanos::get);
        log.warn("a");
        log.warn("b");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        log.warn("c");
        assertThat(lines.lines).containsExactly("a");
        nanos.addAndGet(1);
        log.warn("d");
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        log.warn("e");
        assertThat(lines.lines).containsExactly("a", "d (and 2 times something like it)", "e");
    }
}
