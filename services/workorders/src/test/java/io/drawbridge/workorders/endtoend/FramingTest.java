package io.drawbridge.workorders.endtoend;

import static io.drawbridge.workorders.endtoend.ServiceUnderTest.ORDERS;
import static io.drawbridge.workorders.endtoend.ServiceUnderTest.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.workorders.caller.IdentityTokens;
import io.drawbridge.workorders.database.Engine;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where one request ends and the next begins, byte by byte on a plain connection.
class FramingTest {
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
