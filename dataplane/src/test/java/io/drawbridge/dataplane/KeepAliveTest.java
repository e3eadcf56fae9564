package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Upstream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryTransport
class KeepAliveTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final Transport transport;

    KeepAliveTest(Transport transport) {
        this.transport = transport;
    }

    private static Service echo() throws Exception {
        return Service.answering(request -> {
            String body = request.startLine() + "|" + request.body();
            return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        });
    }

    @Test
    void many_requests_go_over_one_connection_to_the_gateway_and_one_to_the_upstream() throws Exception {
        try (Service service = echo();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 200; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("GET /" + i + " HTTP/1.1|");
            }
            assertThat(service.connections()).isEqualTo(1);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void one_clients_upstream_connection_serves_the_next_client() throws Exception {
        try (Service service = echo();
                Gateway gateway = Gateway.before(transport, service)) {
            for (int i = 0; i < 20; i++) {
                try (Wire client = Wire.to(gateway)) {
                    assertThat(client.get("/" + i).body()).isEqualTo("GET /" + i + " HTTP/1.1|");
                }
            }
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void requests_sent_ahead_are_answered_in_order() throws Exception {
        try (Service service = echo();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                requests.append(
                        switch (i % 3) {
                            case 0 -> "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n";
                            case 1 -> "POST /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
                            default ->
                                "PUT /" + i
                                        + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
                        });
            }
            client.send(requests.toString());
            for (int i = 0; i < 100; i++) {
                String expected = switch (i % 3) {
                    case 0 -> "GET /" + i + " HTTP/1.1|";
                    case 1 -> "POST /" + i + " HTTP/1.1|abc";
                    default -> "PUT /" + i + " HTTP/1.1|abc";
                };
                assertThat(client.receive().body()).isEqualTo(expected);
            }
        }
    }

    @Test
    void an_answer_of_the_gateways_own_waits_for_the_slower_answers_before_it() throws Exception {
        Signal secondSent = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    secondSent.await();
                    wire.answer(200, "slow");
                    wire.request();
                    wire.answer(200, "last");
                });
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route("/slow", Gateway.forward(service.port())))
                        .start();
                Wire client = Wire.to(gateway)) {
            client.sendGet("/slow").sendGet("/nothing-here").sendGet("/slow");
            try (Wire other = Wire.to(gateway)) {
                assertThat(other.get("/nothing-here").status()).isEqualTo(404);
            }
            secondSent.give();
            assertThat(client.receive().body()).isEqualTo("slow");
            assertThat(client.receive().status()).isEqualTo(404);
            assertThat(client.receive().body()).isEqualTo("last");
        }
    }

    @Test
    void a_client_that_wants_to_close_gets_its_answer_and_nothing_more() throws Exception {
        try (Service service = echo();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
            Message answer = client.receive();
            assertThat(answer.body()).isEqualTo("GET /a HTTP/1.1|");
            assertThat(answer.value("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
            service.nextRequest();
            assertThat(service.waitingRequests()).isZero();
        }
    }

    @Test
    void an_upstream_that_wants_to_close_is_not_asked_again_on_that_connection() throws Exception {
        try (Service service =
                        Service.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 1; i <= 3; i++) {
                Message answer = client.get("/");
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(answer.has("connection")).isFalse();
                assertThat(service.connections()).isEqualTo(i);
            }
        }
    }

    @Test
    void a_connection_that_is_not_used_again_makes_room_for_the_next_at_once() throws Exception {
        try (Service service =
                        Service.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/**", new Destination.Forward(Gateway.upstream(service.port(), LONG, LONG, 1))))
                        .start();
                Wire client = Wire.to(gateway)) {
            client.sendGet("/").sendGet("/").sendGet("/");
            for (int i = 0; i < 3; i++) {
                assertThat(client.receive().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void an_idle_upstream_connection_of_one_loop_keeps_no_other_loop_from_working() throws Exception {
        DataplaneSettings usual = Gateway.settings();
        DataplaneSettings twoLoops = new DataplaneSettings(
                2,
                usual.maxHead(),
                usual.maxFields(),
                usual.headTimeout(),
                usual.idleTimeout(),
                usual.bodyTimeout(),
                usual.maxConnections(),
                usual.drain());
        try (Service service = echo();
                Gateway gateway = Gateway.on(transport)
                        .settings(twoLoops)
                        .routes(Gateway.route(
                                "/**", new Destination.Forward(Gateway.upstream(service.port(), LONG, LONG, 1))))
                        .start();
                Wire one = Wire.to(gateway);
                Wire two = Wire.to(gateway);
                Wire three = Wire.to(gateway)) {
            for (Wire client : List.of(one, two, three, one)) {
                assertThat(client.get("/").status()).isEqualTo(200);
                // An answer is there a moment before its connection is parked.
                gateway.nextExchange();
            }
            assertThat(service.connections()).isEqualTo(2);
        }
    }

    @Test
    void an_upstream_connection_that_is_idle_for_too_long_is_closed() throws Exception {
        Signal closed = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.answer(200, "hello");
                    assertThat(wire.isClosed()).isTrue();
                    closed.give();
                });
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/**",
                                new Destination.Forward(new Upstream(
                                        "service",
                                        "127.0.0.1",
                                        service.port(),
                                        LONG,
                                        LONG,
                                        Duration.ofMillis(50),
                                        1,
                                        false))))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("hello");
            closed.await();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n2710\r\n"})
    void a_refused_request_leaves_its_small_body_behind_and_the_connection_goes_on(String framing) throws Exception {
        try (Service service = echo();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route("/here", Gateway.forward(service.port())))
                        .start();
                Wire client = Wire.to(gateway)) {
            client.send("POST /nowhere HTTP/1.1\r\nHost: a\r\n" + framing);
            assertThat(client.receive().status()).isEqualTo(404);
            client.send("G".repeat(10_000) + (framing.startsWith("T") ? "\r\n0\r\n\r\n" : ""));
            assertThat(client.get("/here").body()).isEqualTo("GET /here HTTP/1.1|");
        }
    }

    @Test
    void a_refused_request_with_a_large_body_costs_its_connection() throws Exception {
        try (Gateway gateway = Gateway.on(transport).start();
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST /nowhere HTTP/1.1", "Host: a", "Content-Length: 1000000");
            assertThat(client.receive().status()).isEqualTo(404);
            client.send("x".repeat(100_000));
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void an_upstream_that_answers_before_it_has_read_the_request_is_not_asked_again_on_that_connection()
            throws Exception {
        try (Service service = Service.scripted(
                        wire -> {
                            wire.head();
                            wire.answer(200, "early");
                            assertThat(wire.isClosed()).isTrue();
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "next");
                        });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 5");
            assertThat(client.receive().body()).isEqualTo("early");
            client.send("hello");
            assertThat(client.get("/").body()).isEqualTo("next");
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.FORWARDED);
        }
    }
}
