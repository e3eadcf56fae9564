package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Destination;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryTransport
class ExpectationTest {
    private static final String[] POST = {"POST / HTTP/1.1", "Host: a", "Expect: 100-Continue", "Content-Length: 5"};
    private final Transport transport;

    ExpectationTest(Transport transport) {
        this.transport = transport;
    }

    private static Service patient() throws Exception {
        return Service.scripted(wire -> {
            while (true) {
                Message head = wire.head();
                assertThat(head.value("expect")).isEqualToIgnoringCase("100-continue");
                wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                wire.answer(200, "got " + wire.text(5));
            }
        });
    }

    @Test
    void an_expectation_goes_up_and_the_consent_comes_down_before_the_body_is_sent() throws Exception {
        try (Service service = patient();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.sendHead(POST).receive().startLine()).isEqualTo("HTTP/1.1 100 Continue");
                assertThat(client.send("hello").receive().body()).isEqualTo("got hello");
            }
            assertThat(service.connections()).isEqualTo(1);
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.status()).isEqualTo(200);
            assertThat(exchange.requestBytes()).isEqualTo(5);
        }
    }

    @Test
    void an_expectation_that_was_sent_ahead_goes_up_as_soon_as_its_turn_comes() throws Exception {
        try (Service service = patient();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead(POST);
            assertThat(client.receive().status()).isEqualTo(100);
            client.send("hello").sendHead(POST);
            assertThat(client.receive().body()).isEqualTo("got hello");
            assertThat(client.receive().status()).isEqualTo(100);
            assertThat(client.send("again").receive().body()).isEqualTo("got again");
        }
    }

    @Test
    void a_client_that_does_not_wait_is_served_too() throws Exception {
        try (Service service = patient();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead(POST).send("hello");
            assertThat(client.receive().status()).isEqualTo(100);
            assertThat(client.receive().body()).isEqualTo("got hello");
        }
    }

    @Test
    void a_refused_request_is_never_asked_for_its_body() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/**",
                                Gateway.forward(service.port()),
                                List.of(),
                                List.of(Gateway.<Identified>binding("gate", Mode.ENFORCE, _ -> Gateway.DENY))))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendHead(POST).receive();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.value("connection"))
                    .as("the body may come or not: only a new connection is clear of it")
                    .isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
            assertThat(service.connections()).isZero();
            assertThat(gateway.nextExchange().requestBytes()).isZero();
        }
    }

    @Test
    void an_upstream_may_refuse_before_the_body_is_sent() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.head();
                    wire.answer(413, "no");
                    assertThat(wire.isClosed()).isTrue();
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendHead(POST).receive();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.value("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void an_endpoint_of_the_gateways_own_asks_for_the_body_that_it_reads() throws Exception {
        Destination echo = new Destination.Own(
                (_, body) -> Answer.json(200, "\"" + new String(body, StandardCharsets.UTF_8) + "\""));
        try (Gateway gateway =
                        Gateway.on(transport).routes(Gateway.route("/", echo)).start();
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.sendHead(POST).receive().startLine()).isEqualTo("HTTP/1.1 100 Continue");
                assertThat(client.send("hello").receive().body()).isEqualTo("\"hello\"");
            }
        }
    }

    @Test
    void an_expectation_without_a_body_goes_no_further() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/", "Expect: 100-continue").body()).isEqualTo("hello");
            assertThat(service.nextRequest().has("expect")).isFalse();
            assertThat(client.get("/").body()).isEqualTo("hello");
        }
    }

    @Test
    void an_expectation_of_http_1_0_is_ignored() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST / HTTP/1.0", "Expect: 100-continue", "Content-Length: 5")
                    .send("hello");
            assertThat(client.receive().body()).isEqualTo("hello");
            assertThat(service.nextRequest().has("expect")).isFalse();
        }
    }

    @Test
    void another_expectation_fails() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/", "Expect: the-unexpected");
            assertThat(answer.status()).isEqualTo(417);
            assertThat(answer.body()).contains("\"code\":\"expectation-failed\"");
            assertThat(client.isClosed()).isTrue();
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.EXPECTATION_FAILED);
            assertThat(service.connections()).isZero();
        }
    }
}
