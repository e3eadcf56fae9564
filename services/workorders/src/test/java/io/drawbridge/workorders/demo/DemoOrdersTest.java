package io.drawbridge.workorders.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.workorders.database.Database;
import io.drawbridge.workorders.database.Engine;
import io.drawbridge.workorders.database.Migrations;
import io.drawbridge.workorders.order.ListQuery;
import io.drawbridge.workorders.order.WorkOrder;
import io.drawbridge.workorders.order.WorkOrderStatus;
import io.drawbridge.workorders.order.WorkOrders;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class DemoOrdersTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);

    private final Engine engine;

    @TempDir
    private Path folder;

    private Database database;
    private WorkOrders orders;

    DemoOrdersTest(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void open() {
        database = Database.open(engine.fresh(folder));
        new Migrations(database).up();
        orders = new WorkOrders(database, CLOCK, UUID::randomUUID);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<WorkOrder> of(String user) {
        var all = new ArrayList<WorkOrder>();
        long total = orders.list(ListQuery.all(user), all::add);
        assertThat(all).hasSize((int) total);
        return all;
    }

    @Test
    void each_user_gets_a_dozen_orders_with_dispensers_of_every_status() {
        new DemoOrders(orders, CLOCK).seed(List.of("user1", "user2"));
        var first = of("user1");
        assertThat(first)
                .hasSize(12)
                .allSatisfy(order -> assertThat(order.dispensers()).hasSizeBetween(2, 6));
        assertThat(first).extracting(WorkOrder::status).contains(WorkOrderStatus.values());
        assertThat(first)
                .filteredOn(order -> order.status() == WorkOrderStatus.IN_PROGRESS)
                .extracting(order -> order.details().scheduledDate())
                .containsExactly(LocalDate.of(2026, 3, 2));
        assertThat(of("user2"))
                .hasSize(12)
                .extracting(WorkOrder::id)
                .doesNotContainAnyElementsOf(first.stream().map(WorkOrder::id).toList());
    }

    @Test
    void a_second_time_a_day_later_changes_nothing() {
        new DemoOrders(orders, CLOCK).seed(List.of("user1"));
        var before = of("user1");
        orders.delete("user1", before.getFirst().id());
        new DemoOrders(orders, Clock.offset(CLOCK, Duration.ofDays(1))).seed(List.of("user1"));
        assertThat(of("user1")).isEqualTo(before.subList(1, before.size()));
    }

    @Test
    void nobody_named_is_nobody_seeded() {
        new DemoOrders(orders, CLOCK).seed(List.of());
        assertThat(of("user1")).isEmpty();
    }
}
