package io.drawbridge.workorders.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WorkOrderStatusTest {
    @ParameterizedTest
    @CsvSource({
        "PENDING, 'in_progress, cancelled'",
        "IN_PROGRESS, 'pending, completed, failed, cancelled'",
        "FAILED, 'pending, in_progress, cancelled'",
        "COMPLETED, ''",
        "CANCELLED, ''",
    })
    void a_status_has_these_next_ones(WorkOrderStatus status, String next) {
        assertThat(String.join(
                        ", ", status.next().stream().map(WorkOrderStatus::text).toList()))
                .isEqualTo(next);
    }

    @ParameterizedTest
    @EnumSource(WorkOrderStatus.class)
    void every_status_can_be_reached_and_none_follows_itself(WorkOrderStatus status) {
        assertThat(status.previous()).isNotEmpty().doesNotContain(status);
    }

    @Test
    void a_name_is_exact() {
        assertThat(WorkOrderStatus.of("in_progress")).contains(WorkOrderStatus.IN_PROGRESS);
        assertThat(WorkOrderStatus.of("IN_PROGRESS")).isEmpty();
    }
}
