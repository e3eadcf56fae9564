package io.drawbridge.workorders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private static LogRecord record(String message) {
        var line = new LogRecord(Level.WARNING, message);
        line.setLoggerName("io.drawbridge.example");
        line.setInstant(Instant.parse("2026-03-02T10:00:00Z"));
        return line;
    }

    @Test
    void a_message_is_one_line() {
        assertThat(new LogLines().format(record("refused")))
                .isEqualTo("2026-03-02T10:00:00Z WARNING io.drawbridge.example refused" + System.lineSeparator());
    }

    @Test
    void text_from_outside_cannot_begin_a_line() {
        assertThat(new LogLines()
                        .format(record("user a\r\n2026-03-02T10:00:00Z INFO forged\u001b[2J"))
                        .lines())
                .hasSize(1);
    }

    @Test
    void the_lines_of_a_stack_trace_are_indented() {
        var line = record("failed");
        line.setThrown(new IllegalStateException("first\nsecond"));
        assertThat(new LogLines().format(line).lines().skip(1)).isNotEmpty().allMatch(text -> text.startsWith("    "));
    }
}
