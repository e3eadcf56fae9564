package io.drawbridge.workorders.endtoend;

import static io.drawbridge.workorders.endtoend.ServiceUnderTest.ORDERS;
import static io.drawbridge.workorders.endtoend.ServiceUnderTest.order;
import static io.drawbridge.workorders.endtoend.ServiceUnderTest.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.workorders.caller.IdentityTokens;
import io.drawbridge.workorders.database.Engine;
import io.drawbridge.workorders.endtoend.ServiceUnderTest.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What has to do with HTTP and not with the database.
class HttpEdgesTest {
    @TempDir
    private static Path folder;

    private static ServiceUnderTest service;

    @BeforeAll
    static void start() {
        service = new ServiceUnderTest(Engine.SQLITE, folder);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void assertUnidentified(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("identity-required");
        assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.field("WWW-Authenticate")).startsWith("Bearer");
    }

    @Test
    void without_the_gateways_token_there_is_no_answer_on_any_endpoint() {
        String path = ORDERS + "/00000000-0000-0000-0000-000000000000";
        assertUnidentified(service.send(service.request(ORDERS).GET()));
        assertUnidentified(service.send(service.request(ORDERS + "/").GET()));
        assertUnidentified(service.send(service.request(ORDERS).POST(BodyPublishers.ofString("{}"))));
        assertUnidentified(service.send(service.request(path).GET()));
        assertUnidentified(service.send(service.request(path).DELETE()));
        assertUnidentified(
                service.send(service.request(path + "/status").method("PATCH", BodyPublishers.ofString("{}"))));
    }

    @Test
    void a_user_id_or_a_bearer_token_says_nothing_here() {
        String user = someone();
        assertUnidentified(service.send(service.request(ORDERS + "?user_id=" + user)));
        assertUnidentified(
                service.send(service.request(ORDERS).header("Authorization", "Bearer " + service.gateway.user(user))));
        assertUnidentified(service.send(service.request(ORDERS).header("X-User-Id", user)));
    }

    @Test
    void two_identity_fields_are_one_too_many() {
        String token = service.gateway.user(someone());
        assertThat(service.send(service.request(ORDERS).header(IdentityTokens.FIELD, token))
                        .status())
                .isEqualTo(200);
        assertUnidentified(service.send(
                service.request(ORDERS).header(IdentityTokens.FIELD, token).header(IdentityTokens.FIELD, token)));
        assertUnidentified(service.send(service.request(ORDERS)
                .header(IdentityTokens.FIELD, token)
                .header(IdentityTokens.FIELD.toUpperCase(java.util.Locale.ROOT), "garbage")));
    }

    @Test
    void an_expired_token_and_garbage_are_refused_alike() {
        var expired =
                service.send(service.request(ORDERS).header(IdentityTokens.FIELD, service.gateway.expired("user1")));
        var garbage = service.send(service.request(ORDERS).header(IdentityTokens.FIELD, "garbage"));
        assertUnidentified(expired);
        assertUnidentified(garbage);
        assertThat(expired.response().body()).isEqualTo(garbage.response().body());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /metrics",
        "GET, /api/v1/work-orders/1/2/3",
        "GET, /api/v1/work-order",
        "GET, /API/v1/work-orders",
        "PUT, /api/v1/work-orders",
        "DELETE, /api/v1/work-orders",
        "PATCH, /api/v1/work-orders/1",
        "POST, /api/v1/work-orders/1/status",
        "POST, /health",
        "OPTIONS, /api/v1/work-orders",
        "TRACE, /api/v1/work-orders",
    })
    void everything_else_is_not_found(String method, String path) {
        var reply = service.send(service.request(path).method(method, BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("not-found");
        assertThat(reply.field("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void all_wrong_members_are_named_at_once() {
        var wrong = new HashMap<String, Object>(order("110450", "soon", 1));
        wrong.remove("address");
        wrong.put("service_code", 2861);
        wrong.put("notes", "bell \u0007");
        wrong.put("status", "completed");
        wrong.put(
                "dispensers",
                List.of(
                        Map.of("dispenser_number", "A", "fuel_grades", List.of()),
                        "no object",
                        Map.of(
                                "dispenser_number",
                                "1/2",
                                "fuel_grades",
                                List.of("Regular", 7),
                                "number_of_nozzles",
                                2.5)));
        var reply = service.post(someone(), ORDERS, wrong);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("validation-failed");
        assertThat(reply.json().path("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder(
                        "external_id",
                        "address",
                        "scheduled_date",
                        "service_code",
                        "notes",
                        "status",
                        "dispensers[0].dispenser_number",
                        "dispensers[0].fuel_grades",
                        "dispensers[1]",
                        "dispensers[2].fuel_grades[1]",
                        "dispensers[2].number_of_nozzles");
    }

    @Test
    void what_the_service_keeps_by_itself_cannot_be_given() {
        for (String member : List.of("id", "user_id", "status", "created_date", "updated_at", "service_description")) {
            var order = new HashMap<>(order("W-1", "2026-03-02", 0));
            order.put(member, "x");
            var reply = service.post(someone(), ORDERS, order);
            assertThat(reply.status()).as(member).isEqualTo(400);
            assertThat(reply.json().path("errors").path(0).path("field").asString())
                    .isEqualTo(member);
        }
    }

    @Test
    void too_many_dispensers_are_too_many() {
        String user = someone();
        assertThat(service.post(user, ORDERS, order("W-1", "2026-03-02", 24)).status())
                .isEqualTo(201);
        assertThat(service.post(user, ORDERS, order("W-2", "2026-03-02", 25)).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "null",
                "{\"external_id\":\"W-1\",\"external_id\":\"W-2\"}",
                "{} {}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
                "{\"a\":\"",
            })
    void a_body_that_is_no_json_object_is_malformed(String body) {
        var reply = service.asUser(someone(), "POST", ORDERS, BodyPublishers.ofString(body));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("malformed-json");
    }

    @Test
    void a_small_body_of_very_many_parts_is_malformed() {
        String body = "{\"a\":[" + "0,".repeat(20_000) + "0]}";
        assertThat(service.asUser(someone(), "POST", ORDERS, BodyPublishers.ofString(body))
                        .code())
                .isEqualTo("malformed-json");
    }

    @Test
    void a_body_of_another_type_is_refused() {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "*/*")) {
            var reply = service.send(service.request(ORDERS)
                    .header(IdentityTokens.FIELD, service.gateway.user("user1"))
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("{}")));
            assertThat(reply.status()).as(type).isEqualTo(415);
            assertThat(reply.code()).isEqualTo("unsupported-media-type");
        }
        var fine = service.send(service.request(ORDERS)
                .header(IdentityTokens.FIELD, service.gateway.user("user1"))
                .header("Content-Type", "Application/JSON; charset=utf-8")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(fine.code()).isEqualTo("validation-failed");
    }

    @Test
    void a_body_of_a_mebibyte_is_read_and_one_byte_more_is_not() throws IOException {
        String user = someone();
        String largest = "{\"notes\":\"" + "x".repeat(1024 * 1024 - 12) + "\"}";
        var read = service.asUser(user, "POST", ORDERS, BodyPublishers.ofString(largest));
        assertThat(read.code()).isEqualTo("validation-failed");
        var refused = service.asUser(user, "POST", ORDERS, BodyPublishers.ofString(largest + " "));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("body-too-large");
        var chunked = service.asUser(
                user,
                "POST",
                ORDERS,
                BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream((largest + " ").getBytes(StandardCharsets.US_ASCII))));
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void a_body_that_is_announced_far_too_large_is_refused_before_it_comes() throws IOException {
        String announced = exchange("POST " + ORDERS + " HTTP/1.1\r\nHost: localhost\r\n" + IdentityTokens.FIELD + ": "
                + service.gateway.user("user1")
                + "\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n");
        assertThat(announced)
                .startsWith("HTTP/1.1 413 ")
                .contains("body-too-large")
                .contains("Connection: close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The client closes, so nobody reads the body to its end.
                "Connection: close\r\nContent-Length: 50\r\n\r\n",
                // A chunk larger than anything that would be read over.
                "Transfer-Encoding: chunked\r\n\r\n300000\r\n",
                // No size of a chunk at all.
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                // A body that the client may send or not, once it is refused.
                "Expect: 100-continue\r\nContent-Length: 50\r\n\r\n",
            })
    void what_follows_a_body_that_nobody_read_is_no_request_of_its_own(String framing) throws IOException {
        String second = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (String identity : List.of("", IdentityTokens.FIELD + ": " + service.gateway.user("user1") + "\r\n")) {
            String answer = exchange("POST " + ORDERS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                    + identity + framing + second);
            assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("\"status\":\"ok\"");
        }
    }

    @Test
    void a_body_that_nobody_wanted_is_read_over_so_that_the_connection_stays_in_step() throws IOException {
        String body = "x".repeat(1_500_000);
        String answer = exchange("POST " + ORDERS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body + "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 401 ").endsWith("{\"status\":\"ok\"}");
    }

    @Test
    void a_client_that_goes_away_in_its_body_leaves_the_service_as_it_was() throws IOException {
        for (int count = 0; count < 20; count++) {
            try (var socket = new Socket(
                    service.service.uri().getHost(), service.service.uri().getPort())) {
                socket.getOutputStream()
                        .write(("POST " + ORDERS + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + IdentityTokens.FIELD + ": " + service.gateway.user("user1")
                                        + "\r\nContent-Length: 50\r\n\r\n{\"notes\":")
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(service.send(service.request("/health")).status()).isEqualTo(200);
    }

    @Test
    void a_request_that_is_no_http_gets_a_problem_too() throws IOException {
        String answer = exchange("GET " + ORDERS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json")
                .contains("bad-request");
        assertThat(answer).doesNotContain("Exception").doesNotContain("helidon");
    }

    @Test
    void a_query_that_cannot_be_decoded_is_a_bad_request() throws IOException {
        String answer = exchange("GET " + ORDERS + "?limit=%zz HTTP/1.1\r\nHost: localhost\r\n" + IdentityTokens.FIELD
                + ": " + service.gateway.user("user1") + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("bad-request");
    }

    @Test
    void the_answer_to_head_is_that_to_get_without_its_body_so_that_the_connection_stays_in_step() throws IOException {
        String user = someone();
        service.make(user, "W-1", "2026-03-02", 2);
        String identity = IdentityTokens.FIELD + ": " + service.gateway.user(user) + "\r\n";
        for (String path : List.of(ORDERS, "/health", "/nothing/here")) {
            String both = exchange("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n" + identity + "\r\n" + "GET "
                    + path + " HTTP/1.1\r\nHost: localhost\r\n" + identity + "Connection: close\r\n\r\n");
            int endOfHead = both.indexOf("\r\n\r\n") + 4;
            String head = both.substring(0, endOfHead);
            String get = both.substring(endOfHead);
            assertThat(get).as(path).startsWith("HTTP/1.1 ");
            assertThat(contentLength(head)).isEqualTo(contentLength(get)).isPositive();
            assertThat(get.substring(get.indexOf("\r\n\r\n") + 4)).hasSize(contentLength(get));
        }
    }

    private static int contentLength(String answer) {
        return answer.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .map(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_page_larger_than_any_buffer_arrives_whole() {
        String user = someone();
        IntStream.range(0, 120).forEach(index -> service.make(user, "W-" + index, "2026-03-02", 12));
        var page = service.get(user, ORDERS + "?limit=500");
        assertThat(page.response().body().length()).isGreaterThan(300_000);
        assertThat(page.json().size()).isEqualTo(120);
        assertThat(page.json().path(119).path("dispensers").size()).isEqualTo(12);
    }

    /// Sends bytes as they are, and reads until the service closes the connection.
    private static String exchange(String request) throws IOException {
        try (var socket = new Socket(
                service.service.uri().getHost(), service.service.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
