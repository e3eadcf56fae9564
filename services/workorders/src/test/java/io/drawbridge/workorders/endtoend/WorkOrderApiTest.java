package io.drawbridge.workorders.endtoend;

import static io.drawbridge.workorders.endtoend.ServiceUnderTest.ORDERS;
import static io.drawbridge.workorders.endtoend.ServiceUnderTest.order;
import static io.drawbridge.workorders.endtoend.ServiceUnderTest.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.workorders.caller.IdentityTokens;
import io.drawbridge.workorders.database.Engine;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The whole service, over HTTP, on each database.
@ParameterizedClass
@EnumSource(Engine.class)
class WorkOrderApiTest {
    @TempDir
    private static Path folder;

    private static ServiceUnderTest service;

    WorkOrderApiTest(Engine engine) {}

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
    void an_order_that_was_made_is_found_as_it_was_made() {
        String user = someone();
        var made = service.post(user, ORDERS, order("W-110450", "2026-03-02", 2));
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().path("id").asString();
        assertThat(made.field("Location")).isEqualTo(ORDERS + "/" + id);

        var found = service.get(user, made.field("Location"));
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.field("Content-Type")).isEqualTo("application/json");
        assertThat(found.field("Cache-Control")).isEqualTo("no-store");
        assertThat(found.json()).isEqualTo(made.json());

        var order = found.json();
        assertThat(UUID.fromString(id)).isNotNull();
        assertThat(order.path("user_id").asString()).isEqualTo(user);
        assertThat(order.path("status").asString()).isEqualTo("pending");
        assertThat(order.path("scheduled_date").asString()).isEqualTo("2026-03-02");
        assertThat(order.path("service_description").asString()).isEqualTo("AccuMeasure test of all dispensers");
        assertThat(order.path("notes").asString()).isEqualTo("Ring twice.\nMind the dog.");
        assertThat(order.path("visit_id").isNull()).isTrue();
        assertThat(order.path("created_date")).isEqualTo(order.path("updated_at"));
        assertThat(order.path("dispensers").size()).isEqualTo(2);
        var second = order.path("dispensers").path(1);
        assertThat(second.path("dispenser_number").asString()).isEqualTo("3/4");
        assertThat(second.path("fuel_grades").toString()).isEqualTo("[\"Regular\",\"Premium\"]");
        assertThat(second.path("status").asString()).isEqualTo("pending");
        assertThat(second.path("progress_percentage").intValue()).isZero();
        assertThat(second.path("number_of_nozzles").intValue()).isEqualTo(4);
    }

    @Test
    void only_what_is_required_is_enough() {
        String user = someone();
        var least = new HashMap<>(order("W-1", "2026-03-02", 0));
        least.remove("notes");
        least.remove("dispensers");
        var made = service.post(user, ORDERS + "/", least);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("notes").isNull()).isTrue();
        assertThat(made.json().path("dispensers").isEmpty()).isTrue();
        assertThat(service.get(user, made.field("Location")).json()).isEqualTo(made.json());
    }

    @Test
    void text_that_looks_like_sql_is_only_text() {
        String user = someone();
        var odd = new HashMap<>(order("W-1", "2026-03-02", 1));
        odd.put("site_name", "'; DROP TABLE work_orders; -- :id <x> ?");
        String path = service.post(user, ORDERS, odd).field("Location");
        assertThat(service.get(user, path).json().path("site_name").asString()).isEqualTo(odd.get("site_name"));
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

    @Test
    void a_status_goes_its_way() {
        String user = someone();
        String path = service.make(user, "W-1", "2026-03-02", 1);
        var begun = service.patch(user, path + "/status", Map.of("status", "in_progress"));
        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.json().path("status").asString()).isEqualTo("updated");
        assertThat(begun.json().path("new_status").asString()).isEqualTo("in_progress");
        assertThat(path).endsWith(begun.json().path("work_order_id").asString());
        assertThat(service.patch(user, path + "/status", Map.of("status", "completed"))
                        .status())
                .isEqualTo(200);
        var order = service.get(user, path).json();
        assertThat(order.path("status").asString()).isEqualTo("completed");
        assertThat(order.path("updated_at").asString())
                .isGreaterThanOrEqualTo(begun.json().path("updated_at").asString());
    }

    @Test
    void a_step_that_makes_no_sense_is_a_conflict_that_says_what_does() {
        String user = someone();
        String path = service.make(user, "W-1", "2026-03-02", 1);
        var skipped = service.patch(user, path + "/status", Map.of("status", "completed"));
        assertThat(skipped.status()).isEqualTo(409);
        assertThat(skipped.code()).isEqualTo("status-not-allowed");
        assertThat(skipped.json().path("detail").asString()).contains("in_progress, cancelled");
        assertThat(service.patch(user, path + "/status", Map.of("status", "pending"))
                        .status())
                .isEqualTo(409);

        service.patch(user, path + "/status", Map.of("status", "cancelled"));
        var late = service.patch(user, path + "/status", Map.of("status", "pending"));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().path("detail").asString()).contains("final");
        assertThat(service.get(user, path).json().path("status").asString()).isEqualTo("cancelled");
    }

    @Test
    void of_two_changes_at_once_one_wins() throws Exception {
        String user = someone();
        for (int round = 0; round < 10; round++) {
            String path = service.make(user, "W-" + round, "2026-03-02", 0);
            var barrier = new CyclicBarrier(2);
            Callable<Integer> change = () -> {
                barrier.await();
                return service.patch(user, path + "/status", Map.of("status", "in_progress"))
                        .status();
            };
            try (var threads = Executors.newFixedThreadPool(2)) {
                var first = threads.submit(change);
                var second = threads.submit(change);
                assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(200, 409);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"status\":\"done\"}", "{\"status\":7}", "{}", "{\"status\":\"failed\",\"user_id\":\"x\"}"})
    void a_change_to_no_status_is_refused(String body) {
        String user = someone();
        String path = service.make(user, "W-1", "2026-03-02", 0);
        var reply = service.asUser(user, "PATCH", path + "/status", BodyPublishers.ofString(body));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation-failed");
    }

    @Test
    void a_deleted_order_is_gone_with_its_dispensers() {
        String user = someone();
        String path = service.make(user, "W-1", "2026-03-02", 3);
        String other = service.make(user, "W-2", "2026-03-02", 2);
        var deleted = service.delete(user, path);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().path("deleted_work_orders").intValue()).isEqualTo(1);
        assertThat(deleted.json().path("deleted_dispensers").intValue()).isEqualTo(3);
        assertThat(service.get(user, path).status()).isEqualTo(404);
        assertThat(service.delete(user, path).status()).isEqualTo(404);
        assertThat(service.get(user, other).json().path("dispensers").size()).isEqualTo(2);
    }

    @Test
    void somebody_elses_order_is_not_there() {
        String owner = someone();
        String other = someone();
        String path = service.make(owner, "W-1", "2026-03-02", 1);
        assertThat(service.get(other, path).status()).isEqualTo(404);
        assertThat(service.get(other, path).code()).isEqualTo("work-order-not-found");
        assertThat(service.patch(other, path + "/status", Map.of("status", "cancelled"))
                        .status())
                .isEqualTo(404);
        assertThat(service.delete(other, path).status()).isEqualTo(404);
        assertThat(service.get(other, ORDERS).json().isEmpty()).isTrue();
        var untouched = service.get(owner, path).json();
        assertThat(untouched.path("status").asString()).isEqualTo("pending");
        assertThat(untouched.path("dispensers").size()).isEqualTo(1);
    }

    @Test
    void ones_own_user_id_is_tolerated_and_any_other_is_forbidden() {
        String user = someone();
        String other = someone();
        String path = service.make(user, "W-1", "2026-03-02", 1);
        for (String place : List.of(ORDERS, path)) {
            assertThat(service.get(user, place + "?user_id=" + user).status()).isEqualTo(200);
            assertThat(service.get(user, place + "?user_id=" + user + "&user_id=" + user)
                            .status())
                    .isEqualTo(200);
            for (String query : List.of(
                    "user_id=" + other,
                    "user_id=" + user + "&user_id=" + other,
                    "user_id=" + other + "&user_id=" + user,
                    "user%5Fid=" + other,
                    "user_id=")) {
                var reply = service.get(user, place + "?" + query);
                assertThat(reply.status()).as(query).isEqualTo(403);
                assertThat(reply.code()).isEqualTo("not-your-orders");
            }
        }
        assertThat(service.delete(user, path + "?user_id=" + other).status()).isEqualTo(403);
        assertThat(service.post(user, ORDERS + "?user_id=" + other, order("W-2", "2026-03-02", 0))
                        .status())
                .isEqualTo(403);
        assertThat(service.get(user, path).status()).isEqualTo(200);
    }

    @Test
    void an_administrator_reads_for_others_but_changes_nothing_of_theirs() {
        String user = someone();
        String path = service.make(user, "W-1", "2026-03-02", 1);
        String admin = service.gateway.admin("root");
        assertThat(with(admin, "GET", ORDERS + "?user_id=" + user)).isEqualTo(200);
        assertThat(with(admin, "GET", path + "?user_id=" + user)).isEqualTo(200);
        assertThat(with(admin, "GET", path)).isEqualTo(404);
        assertThat(with(admin, "GET", ORDERS + "?user_id=" + user + "&user_id=root"))
                .isEqualTo(403);
        assertThat(with(admin, "DELETE", path + "?user_id=" + user)).isEqualTo(403);
        assertThat(with(admin, "DELETE", path)).isEqualTo(404);
    }

    @Test
    void a_caller_who_proved_nothing_is_served_but_never_as_an_administrator() {
        String user = someone();
        String other = someone();
        service.make(user, "W-1", "2026-03-02", 1);
        String token = service.gateway.unprovenAdmin(user);
        assertThat(with(token, "GET", ORDERS)).isEqualTo(200);
        assertThat(with(token, "GET", ORDERS + "?user_id=" + user)).isEqualTo(200);
        assertThat(with(token, "GET", ORDERS + "?user_id=" + other)).isEqualTo(403);
    }

    private static int with(String token, String method, String path) {
        return service.send(service.request(path)
                        .header(IdentityTokens.FIELD, token)
                        .method(method, BodyPublishers.noBody()))
                .status();
    }

    @Test
    void the_same_external_id_twice_is_a_conflict_for_one_user_only() {
        String user = someone();
        service.make(user, "W-1", "2026-03-02", 1);
        var again = service.post(user, ORDERS, order("W-1", "2026-04-02", 2));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("duplicate-external-id");
        assertThat(service.post(someone(), ORDERS, order("W-1", "2026-03-02", 1))
                        .status())
                .isEqualTo(201);
        assertThat(service.get(user, ORDERS).field("X-Total-Count")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-uuid", "1-1-1-1-1", "00000000-0000-0000-0000-000000000000", "%2e%2e", "x%00"})
    void an_id_of_no_order_is_not_found(String id) {
        assertThat(service.get(someone(), ORDERS + "/" + id).status()).isEqualTo(404);
    }

    @Test
    void health_asks_the_database_and_nobody_who_he_is() {
        var reply = service.send(service.request("/health"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.response().body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(service.statementsOf(() -> service.send(service.request("/health"))))
                .isEqualTo(1);
    }

    @Test
    void health_is_not_fine_without_the_tables() {
        service.database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE schema_version RENAME TO elsewhere"));
        try {
            var reply = service.send(service.request("/health"));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("database-unavailable");
            assertThat(reply.field("Retry-After")).isEqualTo("1");
        } finally {
            service.database
                    .jdbi()
                    .useHandle(handle -> handle.execute("ALTER TABLE elsewhere RENAME TO schema_version"));
        }
        assertThat(service.send(service.request("/health")).status()).isEqualTo(200);
    }
}
