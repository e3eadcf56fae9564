package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Upstream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryTransport
class ForwardingTest {
    private final Transport transport;

    ForwardingTest(Transport transport) {
        this.transport = transport;
    }

    @Test
    void a_request_goes_up_as_it_was_routed_and_its_answer_comes_down() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 201 Made It\r\nContent-Type: text/plain\r\nX-Any: 1\r\nX-Any: 2\r\nContent-Length: 5\r\n\r\nhello");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/%61/b%20c/?d=%zz&e", "Accept: a", "X-Odd:  b\tc ", "accept: d");

            Message request = service.nextRequest();
            assertThat(request.startLine()).isEqualTo("GET /a/b%20c/?d=%zz&e HTTP/1.1");
            assertThat(request.value("host")).isEqualTo("test");
            assertThat(request.values("accept")).containsExactly("a", "d");
            assertThat(request.value("x-odd")).isEqualTo("b\tc");
            assertThat(request.has("content-length") || request.has("transfer-encoding"))
                    .isFalse();
            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 201 Made It");
            assertThat(answer.values("x-any")).containsExactly("1", "2");
            assertThat(answer.value("content-type")).isEqualTo("text/plain");
            assertThat(answer.value("content-length")).isEqualTo("5");
            assertThat(answer.has("date")).isTrue();
            assertThat(answer.has("connection")).isFalse();
            assertThat(answer.body()).isEqualTo("hello");
        }
    }

    @Test
    void a_body_of_a_given_length_goes_up_whole() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: test", "Content-Length: 11")
                    .send("hello")
                    .send(" world");

            assertThat(client.receive().body()).isEqualTo("hello");
            Message request = service.nextRequest();
            assertThat(request.body()).isEqualTo("hello world");
            assertThat(request.value("content-length")).isEqualTo("11");
        }
    }

    @Test
    void a_chunked_body_goes_up_in_chunks_without_extensions() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("PUT / HTTP/1.1", "Host: test", "Transfer-Encoding: Chunked", "Trailer: X-Sum")
                    .send("5;ext=\"a\"\r\nhel")
                    .send("lo\r\n1")
                    .send("\r\n!\r\n0\r\n\r\n");

            assertThat(client.receive().status()).isEqualTo(200);
            Message request = service.nextRequest();
            assertThat(request.body()).isEqualTo("hello!");
            assertThat(request.whole()).isTrue();
            assertThat(request.values("transfer-encoding")).containsExactly("chunked");
            assertThat(request.has("content-length") || request.has("trailer")).isFalse();
        }
    }

    @Test
    void trailers_go_up_but_those_that_would_mislead() throws Exception {
        String expected = "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n";
        try (Service service = Service.scripted(wire -> {
                    wire.head();
                    assertThat(wire.text(expected.length())).isEqualTo(expected);
                    wire.answer(200, "");
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("PUT / HTTP/1.1", "Host: test", "Transfer-Encoding: chunked")
                    .send("5\r\nhello\r\n0\r\nContent-Length: 9\r\nX-Sum: 1\r\nAuthorization: x\r\n")
                    .send("X-Forwarded-For: 6.6.6.6\r\nContent-Type: text/html\r\n\r\n");

            assertThat(client.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void trailers_come_down_to_clients_that_ask_for_them() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendGet("/", "TE: trailers", "Connection: TE").head();

            assertThat(client.text(22)).isEqualTo("2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n");
            assertThat(client.get("/").whole()).isTrue();
        }
    }

    @Test
    void a_chunked_answer_comes_down_in_chunks() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x\r\n world\r\n0\r\nX-Sum: 1\r\n\r\n");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/");

            assertThat(answer.body()).isEqualTo("hello world");
            assertThat(answer.whole()).isTrue();
            assertThat(answer.values("transfer-encoding")).containsExactly("chunked");
            assertThat(client.get("/").body()).isEqualTo("hello world");
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_ends_with_its_connection_comes_down_in_chunks_and_the_client_stays() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send("HTTP/1.1 200 OK\r\n\r\nhel").send("lo");
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 1; i <= 3; i++) {
                Message answer = client.get("/");
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(answer.whole()).isTrue();
                assertThat(answer.values("transfer-encoding")).containsExactly("chunked");
                assertThat(service.connections()).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 5",
        "HEAD, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', ''",
        "HEAD, 'HTTP/1.1 200 OK\r\n\r\n', ''",
        "HEAD, 'HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n', 0",
        "GET, 'HTTP/1.1 204 No Content\r\n\r\n', ''",
        "GET, 'HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n', ''",
        "DELETE, 'HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n', ''",
        "GET, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', 5",
        "GET, 'HTTP/1.1 304 Not Modified\r\n\r\n', ''"
    })
    void an_answer_without_a_body_has_none_and_both_connections_go_on(String method, String answer, String length)
            throws Exception {
        try (Service service = Service.answering(answer);
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 3; i++) {
                Message head =
                        client.sendHead(method + " / HTTP/1.1", "Host: test").head();
                assertThat(head.startLine()).isEqualTo(answer.substring(0, answer.indexOf('\r')));
                assertThat(head.values("content-length"))
                        .isEqualTo(length.isEmpty() ? java.util.List.of() : java.util.List.of(length));
                assertThat(head.has("transfer-encoding")).isFalse();
            }
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_client_of_http_1_0_gets_an_answer_that_ends_with_its_connection() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message answer =
                    client.sendHead("GET /a HTTP/1.0", "Connection: keep-alive").receive();

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.has("transfer-encoding")).isFalse();
            assertThat(answer.value("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
            Message request = service.nextRequest();
            assertThat(request.startLine()).isEqualTo("GET /a HTTP/1.1");
            assertThat(request.value("host")).isEqualTo("127.0.0.1:" + service.port());
        }
    }

    @Test
    void a_client_of_http_1_0_may_keep_its_connection_where_the_length_is_known() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                Message answer = client.sendHead("GET / HTTP/1.0", "Connection: keep-alive")
                        .receive();
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(answer.value("connection")).isEqualTo("keep-alive");
            }
            assertThat(client.sendHead("GET / HTTP/1.0").receive().value("connection"))
                    .isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void an_interim_answer_comes_down_before_the_final_one() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nConnection: close\r\n\r\n"
                        + "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                Message hints = client.get("/");
                assertThat(hints.startLine()).isEqualTo("HTTP/1.1 103 Early Hints");
                assertThat(hints.value("link")).isEqualTo("</a>");
                assertThat(hints.has("connection")).isFalse();
                assertThat(client.receive().status()).isEqualTo(102);
                assertThat(client.receive().body()).isEqualTo("hello");
            }
            assertThat(gateway.nextExchange().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_of_http_1_0_gets_no_interim_answer() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.sendHead("GET / HTTP/1.0").receive().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
            })
    void a_client_that_closes_its_sending_half_still_gets_the_answer(String request) throws Exception {
        Signal closed = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    closed.await();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                            .send("0\r\n\r\n");
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.send(request).finish();
            closed.give();

            Message answer = client.receive();
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.whole()).isTrue();
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void a_post_without_a_body_says_so() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: test").receive();
            assertThat(service.nextRequest().value("content-length")).isEqualTo("0");
        }
    }

    @Test
    void an_absolute_target_goes_up_as_a_path() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("GET http://test/a?b HTTP/1.1", "Host: test").receive();
            assertThat(service.nextRequest().startLine()).isEqualTo("GET /a?b HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r|\n", "\r\n|"})
    void an_empty_line_left_over_before_a_request_is_skipped_in_whatever_pieces_it_comes(String line) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").status()).isEqualTo(200);
            for (String piece : line.split("\\|", 2)) {
                client.send(piece);
                // An answer to another client says that the loop has seen the piece.
                try (Wire other = Wire.to(gateway)) {
                    assertThat(other.get("/").status()).isEqualTo(200);
                }
            }
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void the_target_asterisk_is_answered_by_the_gateway() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.sendHead("OPTIONS * HTTP/1.1", "Host: test")
                            .receive()
                            .status())
                    .isEqualTo(204);
            assertThat(client.sendHead("OPTIONS / HTTP/1.1", "Host: test")
                            .receive()
                            .status())
                    .isEqualTo(200);
            assertThat(service.nextRequest().startLine()).isEqualTo("OPTIONS / HTTP/1.1");
        }
    }

    @Test
    void an_upstream_may_be_given_by_name() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/**",
                                new Destination.Forward(new Upstream(
                                        "service",
                                        "localhost",
                                        service.port(),
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(10),
                                        Duration.ofSeconds(10),
                                        1,
                                        false))))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("hello");
        }
    }

    @Test
    void nobody_gets_to_see_by_trace_what_the_gateway_adds() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendHead("TRACE / HTTP/1.1", "Host: test").receive();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.value("allow")).doesNotContain("TRACE");
            assertThat(service.connections()).isZero();
        }
    }
}
