package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Judgement;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// One exchange makes one event, with its ending, its status and its bytes.
@OnEveryTransport
class RecordingTest {
    private final Transport transport;

    RecordingTest(Transport transport) {
        this.transport = transport;
    }

    @Test
    void an_event_tells_what_came_and_what_went() throws Exception {
        Identity user = new Identity.Verified("user1", Set.of(), Instant.MAX);
        try (Service service = Service.answering(
                        "HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n");
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/orders/{id}",
                                Set.of(),
                                Gateway.forward(service.port()),
                                List.of(),
                                _ -> user,
                                List.of(Gateway.binding("ownership", Mode.ENFORCE, _ -> Verdict.ALLOW))))
                        .start();
                Wire client = Wire.to(gateway)) {
            Instant before = Instant.now();
            client.sendHead(
                            "PATCH /orders/%37?a=%31 HTTP/1.1",
                            "Host: a", "User-Agent: probe/1 \"x\"", "Referer: http://b/", "Transfer-Encoding: chunked")
                    .send("3;x=y\r\nabc\r\n0\r\nTrailer: x\r\n\r\n");
            assertThat(client.receive().body()).isEqualTo("hello!");

            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.method()).isEqualTo("PATCH");
            assertThat(exchange.path()).isEqualTo("/orders/7");
            assertThat(exchange.query()).isEqualTo("a=%31");
            assertThat(exchange.version()).isEqualTo("HTTP/1.1");
            assertThat(exchange.userAgent()).isEqualTo("probe/1 \"x\"");
            assertThat(exchange.referer()).isEqualTo("http://b/");
            assertThat(exchange.route()).contains(new RouteName("/orders/{id}"));
            assertThat(exchange.ownRoute()).isFalse();
            assertThat(exchange.address().text()).isEqualTo("127.0.0.1");
            assertThat(exchange.identity()).isEqualTo(user);
            assertThat(exchange.client()).isEqualTo(new Client.Subject("user1"));
            assertThat(exchange.status()).isEqualTo(201);
            assertThat(exchange.requestBytes()).isEqualTo(3);
            assertThat(exchange.responseBytes()).isEqualTo(6);
            assertThat(exchange.ending()).isEqualTo(Ending.FORWARDED);
            assertThat(exchange.cause()).isEmpty();
            assertThat(exchange.decision()).isEmpty();
            assertThat(exchange.judgements())
                    .as("nothing to tell of allowances")
                    .isEmpty();
            assertThat(exchange.at()).isBetween(before, Instant.now());
            assertThat(exchange.nanoseconds()).isPositive();
            assertThat(exchange.snapshotVersion()).isEqualTo(7);
            assertThat(gateway.eventsSoFar()).isEmpty();
        }
    }

    @Test
    void a_denial_is_told_with_every_judgement_up_to_the_refusal() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(new Route(
                                new RouteName("api"),
                                PathTemplate.parse("/api"),
                                Set.of(),
                                Gateway.forward(service.port()),
                                CrossOrigin.NONE,
                                List.of(
                                        Gateway.binding("first", Mode.MONITOR, _ -> Gateway.DENY),
                                        Gateway.binding("second", Mode.ENFORCE, _ -> Verdict.ALLOW)),
                                Authenticator.NONE,
                                List.of(
                                        Gateway.binding("third", Mode.OFF, _ -> Gateway.DENY),
                                        Gateway.binding("fourth", Mode.ENFORCE, _ -> Gateway.DENY),
                                        Gateway.binding("fifth", Mode.ENFORCE, _ -> Gateway.DENY))))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendHead("POST /api HTTP/1.1", "Host: a", "Content-Length: 5")
                    .send("hello")
                    .receive();
            assertThat(answer.status()).isEqualTo(403);

            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.REFUSED);
            assertThat(exchange.judgements().stream()
                            .map(judgement -> judgement.policy().text()))
                    .containsExactly("first", "second", "third", "fourth");
            assertThat(exchange.judgements().stream()
                            .filter(Judgement::isDenial)
                            .map(judgement -> judgement.effect().getClass().getSimpleName()))
                    .containsExactly("Observe", "Refuse");
            assertThat(answer.body()).contains(exchange.decision().orElseThrow().text());
            assertThat(exchange.responseBytes()).isEqualTo(answer.body().length());
        }
    }

    @Test
    void every_exchange_of_many_is_recorded_once() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route("/a/{n}", Gateway.forward(service.port())))
                        .start();
                Wire one = Wire.to(gateway);
                Wire two = Wire.to(gateway)) {
            for (int i = 0; i < 100; i++) {
                one.sendGet("/a/" + i);
                two.sendGet(i % 2 == 0 ? "/b/" + i : "/a/" + i);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(one.receive().status()).isEqualTo(200);
                assertThat(two.receive().status()).isEqualTo(i % 2 == 0 ? 404 : 200);
            }
            List<Exchanged> exchanges = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                exchanges.add(gateway.nextExchange());
            }
            assertThat(gateway.eventsSoFar()).isEmpty();
            assertThat(exchanges.stream()
                            .filter(exchange -> exchange.ending() == Ending.NO_ROUTE)
                            .map(Exchanged::path))
                    .hasSize(50)
                    .doesNotHaveDuplicates()
                    .allMatch(path -> path.startsWith("/b/"));
            assertThat(exchanges.stream().filter(exchange -> exchange.ending() == Ending.FORWARDED))
                    .hasSize(150);
        }
    }

    @Test
    void an_exchange_lasts_from_its_first_byte() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway);
                Wire other = Wire.to(gateway)) {
            client.send("GET /slow HTTP/1.1\r\n");
            // The loop answers the other client after it has seen that first line.
            assertThat(other.get("/").status()).isEqualTo(200);
            long seen = System.nanoTime();
            assertThat(other.get("/").status()).isEqualTo(200);
            long more = System.nanoTime();
            assertThat(client.sendHead("Host: a").receive().status()).isEqualTo(200);
            Exchanged exchange = gateway.nextExchange();
            while (!exchange.path().equals("/slow")) {
                exchange = gateway.nextExchange();
            }
            assertThat(exchange.nanoseconds()).isGreaterThanOrEqualTo(more - seen);
        }
    }

    @Test
    void a_claimed_identity_is_recorded_with_its_network() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/**",
                                Set.of(),
                                Gateway.forward(service.port()),
                                List.of(),
                                _ -> new Identity.Legacy("user1", "query:user_id"),
                                List.of()))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(gateway.nextExchange().client()).isEqualTo(new Client.Claimed("user1", "127.0.0.1"));
        }
    }

    @Test
    void a_request_of_http_1_0_is_recorded_as_such() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendHead("GET / HTTP/1.0").receive();
            assertThat(gateway.nextExchange().version()).isEqualTo("HTTP/1.0");
        }
    }
}
