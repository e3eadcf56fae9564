package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryTransport
class OwnEndpointTest {
    private static final Endpoint ECHO = (exchange, body) ->
            Answer.json(200, exchange.head().method() + " " + new String(body, StandardCharsets.UTF_8).length());

    private final Transport transport;

    OwnEndpointTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(Endpoint endpoint) throws IOException {
        return Gateway.on(transport)
                .routes(Gateway.route("/own", new Destination.Own(endpoint)))
                .start();
    }

    @Test
    void an_endpoint_answers_on_a_virtual_thread_with_the_body_and_the_identity() throws Exception {
        AtomicBoolean virtual = new AtomicBoolean();
        Endpoint endpoint = (exchange, body) -> {
            virtual.set(Thread.currentThread().isVirtual());
            Identity.Verified verified = (Identity.Verified) exchange.identity();
            return Answer.json(201, verified.subject() + new String(body, StandardCharsets.UTF_8))
                    .with(new HeaderField("Location", "/own/1"));
        };
        Authenticator somebody = _ -> new Identity.Verified("user1", Set.of(), Instant.MAX);
        try (Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/own", Set.of("POST"), new Destination.Own(endpoint), List.of(), somebody, List.of()))
                        .start();
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST /own HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                    .send("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n");
            Message answer = client.receive();

            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 201 Created");
            assertThat(answer.value("content-type")).isEqualTo("application/json");
            assertThat(answer.value("location")).isEqualTo("/own/1");
            assertThat(answer.body()).isEqualTo("user1abc");
            assertThat(virtual).isTrue();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ownRoute()).isTrue();
            assertThat(exchange.ending()).isEqualTo(Ending.ANSWERED);
            assertThat(exchange.requestBytes()).isEqualTo(3);
            assertThat(exchange.responseBytes()).isEqualTo(8);
        }
    }

    @Test
    void a_body_of_64_kib_is_taken_and_a_byte_more_is_not() throws Exception {
        try (Gateway gateway = gateway(ECHO);
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST /own HTTP/1.1", "Host: a", "Content-Length: 65536")
                    .send("x".repeat(65_536));
            assertThat(client.receive().body()).isEqualTo("POST 65536");
            client.sendHead("POST /own HTTP/1.1", "Host: a", "Content-Length: 65537")
                    .send("x".repeat(65_537));
            Message answer = client.receive();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("\"code\":\"body-too-large\"");
            assertThat(client.get("/own").body()).as("the connection goes on").isEqualTo("GET 0");
            assertThat(gateway.nextExchange().status()).isEqualTo(200);
            Exchanged refused = gateway.nextExchange();
            assertThat(refused.ending()).isEqualTo(Ending.REQUEST_TOO_LARGE);
            assertThat(refused.status()).isEqualTo(413);
        }
    }

    @Test
    void an_endless_body_is_refused_as_soon_as_it_is_too_large() throws Exception {
        try (Gateway gateway = gateway(ECHO);
                Wire client = Wire.to(gateway)) {
            client.sendHead("POST /own HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                    .send("10001\r\n" + "x".repeat(0x10001) + "\r\n");
            assertThat(client.receive().status()).isEqualTo(413);
        }
    }

    static Stream<Endpoint> failing() {
        return Stream.of(
                (_, _) -> {
                    throw new IllegalStateException("the password is hunter2");
                },
                (_, _) -> {
                    throw new IOException("the password is hunter2");
                },
                (_, _) -> {
                    throw new NoClassDefFoundError("the password is hunter2");
                },
                (_, _) -> nothing());
    }

    private static Answer nothing() {
        List<Answer> answers = new ArrayList<>();
        answers.add(null);
        return answers.getFirst();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void an_endpoint_that_fails_gives_500_without_its_text_and_the_next_request_is_served(Endpoint failing)
            throws Exception {
        try (Gateway gateway = Gateway.on(transport)
                        .routes(
                                Gateway.route("/bad", new Destination.Own(failing)),
                                Gateway.route("/own", new Destination.Own(ECHO)))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/bad");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).contains("\"code\":\"internal-error\"").doesNotContain("hunter2");
            assertThat(client.get("/own").body()).isEqualTo("GET 0");
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.INTERNAL_ERROR);
            assertThat(exchange.status()).isEqualTo(500);
            assertThat(exchange.cause()).isNotEmpty();
            assertThat(gateway.nextExchange().status()).isEqualTo(200);
        }
    }

    @Test
    void an_endpoint_at_work_stops_nobody_else() throws Exception {
        Signal go = new Signal();
        Endpoint slow = (_, _) -> {
            go.await();
            return Answer.json(200, "slow");
        };
        try (Gateway gateway = Gateway.on(transport)
                        .routes(
                                Gateway.route("/slow", new Destination.Own(slow)),
                                Gateway.route("/own", new Destination.Own(ECHO)))
                        .start();
                Wire client = Wire.to(gateway);
                Wire other = Wire.to(gateway)) {
            client.sendGet("/slow").sendGet("/own");
            for (int i = 0; i < 20; i++) {
                assertThat(other.get("/own").body()).isEqualTo("GET 0");
            }
            go.give();
            assertThat(client.receive().body()).isEqualTo("slow");
            assertThat(client.receive().body()).isEqualTo("GET 0");
        }
    }

    @Test
    void no_more_than_256_endpoints_are_at_work_at_once() throws Exception {
        Semaphore begun = new Semaphore(0);
        Signal go = new Signal();
        Endpoint slow = (_, _) -> {
            begun.release();
            go.await();
            return Answer.json(200, "slow");
        };
        List<Wire> clients = new ArrayList<>();
        try (Gateway gateway = gateway(slow)) {
            try {
                for (int i = 0; i < 256; i++) {
                    clients.add(Wire.to(gateway).sendGet("/own"));
                }
                assertThat(begun.tryAcquire(256, 15, TimeUnit.SECONDS)).isTrue();
                try (Wire client = Wire.to(gateway)) {
                    Message busy = client.get("/own");
                    assertThat(busy.status()).isEqualTo(503);
                    assertThat(busy.body()).contains("\"code\":\"busy\"");
                }
                go.give();
                for (Wire client : clients) {
                    assertThat(client.receive().body()).isEqualTo("slow");
                }
            } finally {
                go.give();
                for (Wire client : clients) {
                    client.hangUp();
                }
            }
        }
    }

    @Test
    void a_client_that_goes_away_while_an_endpoint_works_is_recorded_once() throws Exception {
        Signal begun = new Signal();
        Signal go = new Signal();
        Signal done = new Signal();
        Endpoint slow = (_, _) -> {
            begun.give();
            go.await();
            done.give();
            return Answer.json(200, "too late");
        };
        try (Gateway gateway = gateway(slow)) {
            try (Wire client = Wire.to(gateway)) {
                client.sendGet("/own");
                begun.await();
                client.reset();
            }
            go.give();
            done.await();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isIn(Ending.CLIENT_ABORTED, Ending.ANSWERED);
            try (Wire client = Wire.to(gateway)) {
                assertThat(client.get("/nothing").status()).isEqualTo(404);
            }
            assertThat(gateway.nextExchange().status()).isEqualTo(404);
            assertThat(gateway.eventsSoFar()).isEmpty();
        }
    }

    @Test
    void an_answer_to_head_has_the_length_and_no_body() throws Exception {
        try (Gateway gateway = gateway((_, _) -> Answer.json(200, "hello"));
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                Message head = client.sendHead("HEAD /own HTTP/1.1", "Host: a").head();
                assertThat(head.value("content-length")).isEqualTo("5");
                assertThat(gateway.nextExchange().responseBytes()).isZero();
            }
            assertThat(client.get("/own").body()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void an_answer_that_may_have_no_body_has_none(int status) throws Exception {
        try (Gateway gateway = gateway((_, _) -> new Answer(status, "", "hello", List.of(), List.of()));
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                Message answer = client.get("/own");
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.has("content-length")).isFalse();
                assertThat(gateway.nextExchange().responseBytes()).isZero();
            }
        }
    }

    @Test
    void what_else_an_endpoint_has_to_tell_is_recorded_before_its_exchange() throws Exception {
        Notice notice = new Notice(EventName.AUTH_SUCCEEDED, Instant.EPOCH, Map.of("user", "a"), Optional.empty());
        try (Gateway gateway = gateway((_, _) -> Answer.json(200, "{}").with(notice));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/own").status()).isEqualTo(200);
            assertThat(client.get("/nothing").status()).isEqualTo(404);
            List<Event> events = gateway.eventsSoFar();
            assertThat(events.getFirst()).isEqualTo(notice);
            assertThat(events.get(1))
                    .isInstanceOfSatisfying(
                            Exchanged.class,
                            exchange -> assertThat(exchange.status()).isEqualTo(200));
        }
    }
}
