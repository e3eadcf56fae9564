package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.route.Destination;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An upstream may close an idle connection at the very moment when the gateway uses it. What can be sent again without
/// harm is sent again, once.
@OnEveryTransport
class RetryTest {
    private final Transport transport;

    RetryTest(Transport transport) {
        this.transport = transport;
    }

    /// Answers one request, reads another and closes, as a service does that gives up an idle connection just then.
    private static void closesAfterTheFirst(Wire wire) throws IOException {
        wire.request();
        wire.answer(200, "first");
        wire.request();
    }

    @Test
    void a_get_on_a_connection_that_the_upstream_just_closed_is_tried_once_more() throws Exception {
        try (Service service = Service.scripted(RetryTest::closesAfterTheFirst, wire -> {
                    assertThat(wire.request().startLine()).isEqualTo("GET /again?a=b HTTP/1.1");
                    wire.answer(200, "second");
                    wire.isClosed();
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("first");
            assertThat(client.get("/again?a=b").body()).isEqualTo("second");
            assertThat(service.connections()).isEqualTo(2);
            Outcome.assertEnded(gateway, 200, Ending.FORWARDED);
            Outcome.assertEnded(gateway, 200, Ending.FORWARDED);
        }
    }

    @Test
    void it_is_not_tried_a_third_time() throws Exception {
        try (Service service = Service.scripted(RetryTest::closesAfterTheFirst, Wire::request);
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("first");
            Outcome.assertProblem(client.get("/"), 502, "upstream-aborted");
            assertThat(service.connections()).isEqualTo(2);
        }
    }

    @Test
    void it_is_tried_once_more_also_where_the_upstream_may_have_one_connection_and_resets_it() throws Exception {
        try (Service service = Service.scripted(
                        wire -> {
                            closesAfterTheFirst(wire);
                            wire.reset();
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "second");
                            wire.isClosed();
                        });
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/**",
                                new Destination.Forward(Gateway.upstream(
                                        service.port(), Duration.ofSeconds(20), Duration.ofSeconds(20), 1))))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("first");
            assertThat(client.get("/").body()).isEqualTo("second");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                "PATCH / HTTP/1.1\r\nHost: a\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
                "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
            })
    void a_request_that_must_not_or_cannot_be_repeated_is_not(String request) throws Exception {
        try (Service service = Service.scripted(RetryTest::closesAfterTheFirst);
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("first");
            Outcome.assertProblem(client.send(request).receive(), 502, "upstream-aborted");
            assertThat(service.connections()).isEqualTo(1);
            Outcome.assertEnded(gateway, 200, Ending.FORWARDED);
            Outcome.assertEnded(gateway, 502, Ending.UPSTREAM_ABORTED);
        }
    }

    @Test
    void a_get_that_had_an_answers_first_byte_is_not_repeated() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    closesAfterTheFirst(wire);
                    wire.send("H");
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("first");
            Outcome.assertProblem(client.get("/"), 502, "upstream-aborted");
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_get_on_a_fresh_connection_is_not_repeated() throws Exception {
        try (Service service = Service.scripted(Wire::request);
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Outcome.assertProblem(client.get("/"), 502, "upstream-aborted");
            assertThat(service.connections()).isEqualTo(1);
            Outcome.assertProblem(client.get("/"), 502, "upstream-aborted");
        }
    }

    @Test
    void an_idle_connection_that_the_upstream_closed_is_not_used() throws Exception {
        Signal answered = new Signal();
        try (Service service = Service.scripted(
                        wire -> {
                            wire.request();
                            wire.answer(200, "first");
                            answered.await();
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "second");
                        });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("first");
            answered.give();
            assertThat(client.sendHead("POST / HTTP/1.1", "Host: a").receive().status())
                    .as("502 where the request met the closing, never a second POST")
                    .isIn(200, 502);
        }
    }
}
