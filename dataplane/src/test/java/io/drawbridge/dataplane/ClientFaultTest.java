package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that are slow, rude, or gone.
@OnEveryTransport
class ClientFaultTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private final Transport transport;

    ClientFaultTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(Service service, DataplaneSettings settings) throws Exception {
        return Gateway.on(transport)
                .settings(settings)
                .routes(Gateway.route("/**", Gateway.forward(service.port())))
                .start();
    }

    private static void assertEnded(Gateway gateway, int status, Ending ending) throws InterruptedException {
        Exchanged exchange = gateway.nextExchange();
        assertThat(exchange.ending()).as(exchange.cause()).isEqualTo(ending);
        assertThat(exchange.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r"})
    void a_head_that_does_not_come_in_time_gets_408(String part) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, Gateway.settings(SHORT, LONG, LONG));
                Wire client = Wire.to(gateway)) {
            Message answer = client.send(part).receive();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.value("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
            assertEnded(gateway, 408, Ending.REQUEST_TIMEOUT);
            assertThat(service.connections()).isZero();
        }
    }

    @Test
    void a_body_that_does_not_come_in_time_gets_408_and_breaks_the_request() throws Exception {
        Signal broken = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.head();
                    assertThat(wire.text(3)).isEqualTo("hel");
                    assertThat(wire.isClosed()).isTrue();
                    broken.give();
                });
                Gateway gateway = gateway(service, Gateway.settings(LONG, LONG, SHORT));
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 5").send("hel");
            assertThat(client.receive().status()).isEqualTo(408);
            assertThat(client.isClosed()).isTrue();
            assertEnded(gateway, 408, Ending.REQUEST_TIMEOUT);
            broken.await();
        }
    }

    @Test
    void a_refused_requests_body_that_does_not_come_in_time_costs_the_connection() throws Exception {
        try (Gateway gateway = Gateway.on(transport)
                        .settings(Gateway.settings(LONG, LONG, SHORT))
                        .start();
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 5").send("hel");
            assertThat(client.receive().status()).isEqualTo(404);
            assertThat(client.isClosed()).isTrue();
            assertEnded(gateway, 404, Ending.NO_ROUTE);
            assertThat(gateway.eventsSoFar()).as("one exchange, one event").isEmpty();
        }
    }

    @Test
    void a_connection_on_which_nothing_happens_is_closed_without_a_word() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, Gateway.settings(LONG, SHORT, LONG));
                Wire silent = Wire.to(gateway);
                Wire served = Wire.to(gateway)) {
            assertThat(served.get("/").body()).isEqualTo("hello");
            assertThat(silent.isClosed()).isTrue();
            assertThat(served.isClosed()).isTrue();
            assertEnded(gateway, 200, Ending.FORWARDED);
            assertThat(gateway.eventsSoFar()).isEmpty();
        }
    }

    @Test
    void a_client_that_stops_reading_is_given_up() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                    byte[] block = new byte[1 << 16];
                    for (int i = 0; i < 1_500; i++) {
                        wire.out().write(block);
                    }
                });
                Gateway gateway = gateway(service, Gateway.settings(LONG, LONG, SHORT));
                Wire client = Wire.narrowTo(gateway)) {
            client.sendGet("/");
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.CLIENT_ABORTED);
            assertThat(exchange.status()).isEqualTo(200);
            assertThat(exchange.responseBytes()).isPositive().isLessThan(100_000_000);
        }
    }

    @Test
    void a_client_that_goes_away_while_it_sends_is_recorded_once_and_its_request_broken() throws Exception {
        Signal begun = new Signal();
        Signal broken = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.head();
                    assertThat(wire.text(3)).isEqualTo("hel");
                    begun.give();
                    assertThat(wire.isClosed()).isTrue();
                    broken.give();
                });
                Gateway gateway = gateway(service, Gateway.settings())) {
            try (Wire client = Wire.to(gateway)) {
                client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 5")
                        .send("hel");
                begun.await();
                client.reset();
            }
            broken.await();
            assertEnded(gateway, 0, Ending.CLIENT_ABORTED);
            assertThat(gateway.eventsSoFar()).isEmpty();
        }
    }

    @Test
    void a_client_that_ends_in_the_middle_of_its_body_has_sent_no_request() throws Exception {
        Signal begun = new Signal();
        Signal broken = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.head();
                    assertThat(wire.text(3)).isEqualTo("hel");
                    begun.give();
                    assertThat(wire.isClosed()).isTrue();
                    broken.give();
                });
                Gateway gateway = gateway(service, Gateway.settings());
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 5").send("hel");
            begun.await();
            client.finish();
            broken.await();
            assertEnded(gateway, 0, Ending.CLIENT_ABORTED);
        }
    }

    @Test
    void a_client_that_goes_away_while_it_waits_is_recorded_once() throws Exception {
        Signal asked = new Signal();
        Signal gone = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    gone.await();
                    // More than one write, because the first one to a client that is gone still succeeds.
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                    while (true) {
                        wire.out().write(new byte[1 << 16]);
                    }
                });
                Gateway gateway = gateway(service, Gateway.settings())) {
            try (Wire client = Wire.to(gateway)) {
                client.sendGet("/");
                asked.await();
                client.reset();
            }
            gone.give();
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.CLIENT_ABORTED);
            assertThat(gateway.eventsSoFar()).isEmpty();
        }
    }

    @Test
    void a_body_that_cannot_be_read_gets_400_and_breaks_the_request() throws Exception {
        Signal begun = new Signal();
        Signal broken = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.head();
                    assertThat(wire.text(8)).isEqualTo("3\r\nabc\r\n");
                    begun.give();
                    assertThat(wire.isClosed()).isTrue();
                    broken.give();
                });
                Gateway gateway = gateway(service, Gateway.settings());
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                    .send("3\r\nabc\r\n");
            begun.await();
            client.send("x\r\n");
            Message answer = client.receive();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.value("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
            broken.await();
            assertEnded(gateway, 400, Ending.MALFORMED_REQUEST);
        }
    }

    @Test
    void a_head_that_can_be_read_in_two_ways_gets_400_and_nothing_behind_it_is_read() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, Gateway.settings());
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 44", "Transfer-Encoding: chunked")
                    .sendHead("0")
                    .sendGet("/smuggled");
            Message answer = client.receive();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.value("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.value("x-content-type-options")).isEqualTo("nosniff");
            assertThat(answer.value("connection")).isEqualTo("close");
            assertThat(answer.body()).contains("\"code\":\"malformed-request\"").doesNotContain("Content-Length");
            assertThat(client.isClosed()).isTrue();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.MALFORMED_REQUEST);
            assertThat(exchange.cause()).contains("Content-Length and Transfer-Encoding");
            assertThat(exchange.path()).isEmpty();
            assertThat(gateway.eventsSoFar()).isEmpty();
            assertThat(service.connections()).isZero();
        }
    }

    @Test
    void a_head_as_large_as_the_limit_is_served_and_a_byte_more_is_not() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, Gateway.settings());
                Wire client = Wire.to(gateway)) {
            int rest = "GET / HTTP/1.1\r\nHost: test\r\nX: \r\n\r\n".length();
            String longest = "X: " + "x".repeat(16 * 1024 - rest);
            assertThat(client.get("/", longest).status()).isEqualTo(200);
            assertEnded(gateway, 200, Ending.FORWARDED);
            Message answer = client.get("/", longest + "x");
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).contains("\"code\":\"request-too-large\"");
            assertThat(client.isClosed()).isTrue();
            assertEnded(gateway, 431, Ending.REQUEST_TOO_LARGE);
        }
    }

    @Test
    void a_head_without_an_end_gets_431_as_soon_as_it_is_too_large() throws Exception {
        try (Gateway gateway = Gateway.on(transport).start();
                Wire client = Wire.to(gateway)) {
            client.send("GET / HTTP/1.1\r\nX: " + "x".repeat(16 * 1024));
            assertThat(client.receive().status()).isEqualTo(431);
        }
    }

    @Test
    void too_many_fields_get_431_and_a_target_that_is_too_long_414() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, Gateway.settings())) {
            try (Wire client = Wire.to(gateway)) {
                assertThat(client.get("/", "x: 1\r\n".repeat(98) + "x: 1").status())
                        .isEqualTo(200);
                assertThat(client.get("/", "x: 1\r\n".repeat(99) + "x: 1").status())
                        .isEqualTo(431);
                assertEnded(gateway, 200, Ending.FORWARDED);
                assertEnded(gateway, 431, Ending.REQUEST_TOO_LARGE);
            }
            try (Wire client = Wire.to(gateway)) {
                assertThat(client.get("/" + "a".repeat(8191)).status()).isEqualTo(200);
                assertThat(client.get("/" + "a".repeat(8192)).status()).isEqualTo(414);
                assertEnded(gateway, 200, Ending.FORWARDED);
                assertEnded(gateway, 414, Ending.REQUEST_TOO_LARGE);
            }
        }
    }
}
