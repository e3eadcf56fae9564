package io.drawbridge.workorders.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    private final Failures failures = new Failures(() -> 0);

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01"})
    void a_lost_connection_is_an_outage(String state) {
        var failure = new IllegalStateException(new SQLException("gone", state));
        assertThat(failures.problem(failure).code()).isEqualTo("database-unavailable");
    }

    @Test
    void a_pool_without_a_free_connection_and_a_busy_writer_are_outages() {
        var noConnection = new IllegalStateException(new SQLTransientConnectionException("timeout"));
        var busy = new IllegalStateException(new SQLException("locked", null, 5));
        assertThat(failures.problem(noConnection).code()).isEqualTo("database-unavailable");
        assertThat(failures.problem(busy).code()).isEqualTo("database-unavailable");
    }

    @Test
    void any_other_failure_says_nothing_of_itself_to_the_client() throws IOException {
        var failure = new IllegalStateException("secret detail", new SQLException("ERROR near hunter2", "42601"));
        var answer = failures.problem(failure).answer();
        var body = new ByteArrayOutputStream();
        answer.content().writeTo(body);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(body.toString(StandardCharsets.UTF_8))
                .contains("internal-error", "incident")
                .doesNotContain("secret", "hunter2", "Exception", "drawbridge");
    }

    @Test
    void no_memory_left_is_a_reason_to_come_back() {
        var answer = failures.problem(new MemoryBudget.Exhausted()).answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.fields()).containsEntry("Retry-After", "1");
    }
}
