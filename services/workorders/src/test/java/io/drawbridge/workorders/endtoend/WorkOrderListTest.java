package io.drawbridge.workorders.endtoend;

import static io.drawbridge.workorders.endtoend.ServiceUnderTest.ORDERS;
import static io.drawbridge.workorders.endtoend.ServiceUnderTest.order;
import static io.drawbridge.workorders.endtoend.ServiceUnderTest.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.workorders.database.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Lists, pages and filters, over HTTP, on each database.
@ParameterizedClass
@EnumSource(Engine.class)
class WorkOrderListTest {
    @TempDir
    private static Path folder;

    private static ServiceUnderTest service;

    WorkOrderListTest(Engine engine) {}

    @BeforeParameterizedClassInvocation
    static void start(Engine engine) {
        service = new ServiceUnderTest(engine, folder);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        service.close();
    }

    private static List<String> externalIds(JsonNode list) {
        return list.valueStream()
                .map(order -> order.path("external_id").asString())
                .toList();
    }

    @Test
    void a_list_has_the_latest_visit_first_and_says_how_many_there_are() {
        String user = someone();
        service.make(user, "W-1", "2026-03-01", 1);
        service.make(user, "W-3", "2026-03-03", 0);
        service.make(user, "W-2", "2026-03-02", 3);
        for (String path : List.of(ORDERS, ORDERS + "/")) {
            var list = service.get(user, path);
            assertThat(list.status()).isEqualTo(200);
            assertThat(externalIds(list.json())).containsExactly("W-3", "W-2", "W-1");
            assertThat(list.json()
                            .valueStream()
                            .map(order -> order.path("dispensers").size()))
                    .containsExactly(0, 3, 1);
            assertThat(list.field("X-Total-Count")).isEqualTo("3");
            assertThat(list.field("X-Skip")).isEqualTo("0");
            assertThat(list.field("X-Limit")).isEqualTo("100");
        }
    }

    @Test
    void pages_together_are_the_whole_list_even_when_all_visits_are_on_one_day() {
        String user = someone();
        IntStream.range(0, 7).forEach(index -> service.make(user, "W-" + index, "2026-03-02", index % 3));
        var whole = externalIds(service.get(user, ORDERS).json());
        var pages = new ArrayList<String>();
        for (int skip = 0; skip < 9; skip += 3) {
            var page = service.get(user, ORDERS + "?limit=3&skip=" + skip);
            assertThat(page.field("X-Total-Count")).isEqualTo("7");
            assertThat(page.field("X-Skip")).isEqualTo(Integer.toString(skip));
            assertThat(page.field("X-Limit")).isEqualTo("3");
            pages.addAll(externalIds(page.json()));
        }
        assertThat(whole).hasSize(7);
        assertThat(pages).isEqualTo(whole);
    }

    @Test
    void a_page_behind_the_end_is_empty_and_still_says_how_many_there_are() {
        String user = someone();
        service.make(user, "W-1", "2026-03-01", 1);
        var page = service.get(user, ORDERS + "?skip=5");
        assertThat(page.json().toString()).isEqualTo("[]");
        assertThat(page.field("X-Total-Count")).isEqualTo("1");
        assertThat(service.get(someone(), ORDERS).field("X-Total-Count")).isEqualTo("0");
    }

    @Test
    void days_and_status_narrow_the_list_and_the_count() {
        String user = someone();
        service.make(user, "W-1", "2026-03-01", 0);
        service.make(user, "W-2", "2026-03-02", 0);
        service.make(user, "W-3", "2026-03-03", 0);
        String third = service.make(user, "W-4", "2026-03-04", 0);
        service.patch(user, third + "/status", Map.of("status", "cancelled"));

        assertThat(externalIds(service.get(user, ORDERS + "?start_date=2026-03-02&end_date=2026-03-03")
                        .json()))
                .containsExactly("W-3", "W-2");
        assertThat(externalIds(
                        service.get(user, ORDERS + "?start_date=2026-03-04").json()))
                .containsExactly("W-4");
        assertThat(externalIds(
                        service.get(user, ORDERS + "?end_date=2026-03-01").json()))
                .containsExactly("W-1");
        assertThat(externalIds(service.get(user, ORDERS + "?status=cancelled").json()))
                .containsExactly("W-4");
        var narrow = service.get(user, ORDERS + "?status=pending&start_date=2026-03-02&limit=1");
        assertThat(externalIds(narrow.json())).containsExactly("W-3");
        assertThat(narrow.field("X-Total-Count")).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=501, limit",
        "limit=ten, limit",
        "limit=, limit",
        "skip=-1, skip",
        "skip=99999999999, skip",
        "limit=5&limit=6, limit",
        "start_date=yesterday, start_date",
        "start_date=2026-02-30, start_date",
        "start_date=1026-03-01, start_date",
        "end_date=2026-3-1, end_date",
        "status=done, status",
        "status=PENDING, status",
        "start_date=2026-03-02&end_date=2026-03-01, end_date",
    })
    void a_parameter_that_means_nothing_is_refused_by_its_name(String query, String field) {
        var reply = service.get(someone(), ORDERS + "?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation-failed");
        assertThat(reply.json().path("errors").path(0).path("field").asString()).isEqualTo(field);
    }

    @Test
    void all_wrong_parameters_are_named_at_once_and_unknown_ones_are_nobodys_business() {
        var reply = service.get(someone(), ORDERS + "?limit=0&skip=x&status=y&colour=red");
        assertThat(reply.json().path("errors").findValuesAsString("field")).containsExactly("skip", "limit", "status");
        assertThat(service.get(someone(), ORDERS + "?colour=red").status()).isEqualTo(200);
    }

    @Test
    void a_list_of_fifty_orders_with_dispensers_takes_two_statements_at_the_most() {
        String user = someone();
        IntStream.range(0, 50).forEach(index -> service.make(user, "W-" + index, "2026-03-02", 4));
        assertThat(service.statementsOf(() -> {
                    var list = service.get(user, ORDERS);
                    assertThat(list.json().size()).isEqualTo(50);
                    assertThat(list.json().path(49).path("dispensers").size()).isEqualTo(4);
                }))
                .isBetween(1, 2);
        assertThat(service.statementsOf(() -> service.get(user, ORDERS + "?skip=60")))
                .isBetween(1, 2);
    }
}
