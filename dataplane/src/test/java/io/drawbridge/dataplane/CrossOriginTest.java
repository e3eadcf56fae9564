package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Verdict;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@OnEveryTransport
class CrossOriginTest {
    private static final CrossOrigin ALLOWED = new CrossOrigin() {
        @Override
        public FieldBlock fields(RequestHead head) {
            return FieldBlock.of(
                    new HeaderField("Access-Control-Allow-Origin", "http://ours"), new HeaderField("Vary", "Origin"));
        }

        @Override
        public FieldBlock preflightFields(RequestHead head) {
            return FieldBlock.of(
                    new HeaderField("Access-Control-Allow-Origin", "http://ours"),
                    new HeaderField("Access-Control-Allow-Methods", "GET, PUT"));
        }
    };
    private static final String[] PREFLIGHT = {
        "OPTIONS /api HTTP/1.1", "Host: a", "Origin: http://ours", "Access-Control-Request-Method: PUT"
    };

    private final Transport transport;

    CrossOriginTest(Transport transport) {
        this.transport = transport;
    }

    private static Route route(Service service, CrossOrigin crossOrigin, Authenticator authenticator, Mode mode) {
        return new Route(
                new RouteName("api"),
                PathTemplate.parse("/api"),
                Set.of("GET", "PUT"),
                Gateway.forward(service.port()),
                crossOrigin,
                List.of(Gateway.binding("origin", mode, _ -> Gateway.DENY)),
                authenticator,
                List.of(Gateway.binding(
                        "authentication",
                        Mode.ENFORCE,
                        exchange -> exchange.head().isSafe() ? Verdict.ALLOW : Gateway.DENY)));
    }

    @Test
    void a_preflight_is_answered_by_the_gateway_without_asking_who_it_is() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Authenticator counting = _ -> {
            asked.incrementAndGet();
            return Identity.ANONYMOUS;
        };
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(route(service, ALLOWED, counting, Mode.OFF))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendHead(PREFLIGHT).receive();

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.value("access-control-allow-origin")).isEqualTo("http://ours");
            assertThat(answer.value("access-control-allow-methods")).isEqualTo("GET, PUT");
            assertThat(answer.has("content-length") || answer.has("content-type"))
                    .isFalse();
            assertThat(asked).hasValue(0);
            assertThat(service.connections()).isZero();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.ANSWERED);
            assertThat(exchange.route()).contains(new RouteName("api"));
        }
    }

    @Test
    void a_preflight_is_judged_on_the_route_of_the_method_that_it_asks_for() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(route(service, ALLOWED, Authenticator.NONE, Mode.ENFORCE))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendHead(PREFLIGHT).receive();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.value("access-control-allow-origin"))
                    .as("so that the browser can read the error")
                    .isEqualTo("http://ours");
        }
    }

    @Test
    void a_preflight_for_a_method_that_is_not_served_is_told_what_is() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(route(service, ALLOWED, Authenticator.NONE, Mode.OFF))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendHead(
                            "OPTIONS /api HTTP/1.1",
                            "Host: a",
                            "Origin: http://ours",
                            "Access-Control-Request-Method: DELETE")
                    .receive();
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.value("allow")).isEqualTo("GET, HEAD, PUT");
            assertThat(answer.has("access-control-allow-origin")).isFalse();
        }
    }

    @Test
    void a_preflight_opens_no_way_for_options_to_a_route_that_does_not_serve_it() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        Destination own = new Destination.Own((_, _) -> {
            answered.incrementAndGet();
            return Answer.json(200, "{}");
        });
        Route login = Gateway.route("/login", Set.of("PUT"), own, List.of(), Authenticator.NONE, List.of());
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(route(service, CrossOrigin.NONE, Authenticator.NONE, Mode.OFF), login)
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.sendHead(PREFLIGHT).receive().status()).isEqualTo(204);
            String[] toLogin = PREFLIGHT.clone();
            toLogin[0] = "OPTIONS /login HTTP/1.1";
            assertThat(client.sendHead(toLogin).receive().status()).isEqualTo(204);
            assertThat(service.connections()).isZero();
            assertThat(answered).hasValue(0);
        }
    }

    @Test
    void an_upstream_that_serves_options_by_itself_gets_preflights_where_the_gateway_has_no_say() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: http://theirs\r\n\r\n");
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/api",
                                Set.of("PUT", "OPTIONS"),
                                Gateway.forward(service.port()),
                                List.of(),
                                Authenticator.NONE,
                                List.of()))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.sendHead(PREFLIGHT).receive().value("access-control-allow-origin"))
                    .isEqualTo("http://theirs");
        }
    }

    @Test
    void the_gateways_answer_to_cors_takes_the_place_of_the_upstreams_and_vary_stands_beside() throws Exception {
        try (Service service = Service.answering("HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\n"
                        + "Access-Control-Allow-Credentials: true\r\nVary: Accept\r\nContent-Length: 5\r\n\r\nhello");
                Gateway gateway = Gateway.on(transport)
                        .routes(route(service, ALLOWED, Authenticator.NONE, Mode.MONITOR))
                        .start();
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/api", "Origin: http://ours");
            assertThat(answer.values("access-control-allow-origin")).containsExactly("http://ours");
            assertThat(answer.has("access-control-allow-credentials")).isFalse();
            assertThat(answer.values("vary")).containsExactlyInAnyOrder("Accept", "Origin");

            Message refused = client.sendHead("PUT /api HTTP/1.1", "Host: a", "Origin: http://ours")
                    .receive();
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.value("access-control-allow-origin")).isEqualTo("http://ours");
        }
    }
}
