package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Event;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.route.PathTemplate;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.verdict.FieldBlock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults of the gateway's own parts: nothing gets through by them, nobody waits for ever, and each is recorded.
@OnEveryTransport
class FaultTest {
    private final Transport transport;

    FaultTest(Transport transport) {
        this.transport = transport;
    }

    private static IllegalStateException broken() {
        return new IllegalStateException("the password is hunter2");
    }

    private static final Policy<Arrived> THROWING = _ -> {
        throw broken();
    };

    private Gateway gateway(Service service, Mode mode) throws Exception {
        return Gateway.on(transport)
                .routes(Gateway.route(
                        "/**",
                        Gateway.forward(service.port()),
                        List.of(Gateway.binding("gate", mode, THROWING)),
                        List.of()))
                .start();
    }

    @Test
    void a_policy_that_throws_refuses_with_503() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, Mode.ENFORCE);
                Wire client = Wire.to(gateway)) {
            Message answer = client.get("/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":\"policy-undecided\"").doesNotContain("hunter2");
            assertThat(service.connections()).isZero();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.REFUSED);
            assertThat(exchange.judgements().toString()).contains("hunter2");
        }
    }

    @Test
    void a_policy_that_throws_in_monitor_changes_nothing() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, Mode.MONITOR);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("hello");
            assertThat(gateway.nextExchange().decision()).isPresent();
        }
    }

    @Test
    void an_authenticator_that_throws_lets_nobody_through() throws Exception {
        Authenticator authenticator = _ -> {
            throw broken();
        };
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                "/**", Set.of(), Gateway.forward(service.port()), List.of(), authenticator, List.of()))
                        .start();
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 2; i++) {
                Message answer = client.get("/");
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.body())
                        .contains("\"code\":\"internal-error\"")
                        .doesNotContain("hunter2");
                assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.INTERNAL_ERROR);
            }
            assertThat(service.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_identity_that_cannot_be_told_upstream_ends_the_request_at_once(boolean oldConnection) throws Exception {
        boolean[] throwing = {!oldConnection};
        UpstreamIdentity identities = (_, _) -> {
            if (throwing[0]) {
                throw broken();
            }
            return Optional.empty();
        };
        try (Service service = Service.scripted(wire -> {
                    while (true) {
                        wire.request();
                        wire.answer(200, "hello");
                    }
                });
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route("/**", Gateway.forward(service.port())))
                        .identities(identities)
                        .start();
                Wire client = Wire.to(gateway)) {
            if (oldConnection) {
                assertThat(client.get("/").body()).isEqualTo("hello");
                gateway.nextExchange();
                throwing[0] = true;
            }
            Message answer = client.get("/");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("hunter2");
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.INTERNAL_ERROR);
            throwing[0] = false;
            assertThat(client.get("/").body()).isEqualTo("hello");
        }
    }

    @Test
    void fields_that_cannot_be_made_cost_the_connection_and_are_recorded_once() throws Exception {
        CrossOrigin throwing = new CrossOrigin() {
            @Override
            public FieldBlock fields(RequestHead head) {
                throw broken();
            }

            @Override
            public FieldBlock preflightFields(RequestHead head) {
                throw broken();
            }
        };
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(
                                route("/forwarded", service, throwing, Mode.OFF),
                                route("/refused", service, throwing, Mode.ENFORCE))
                        .start()) {
            for (String path : List.of("/forwarded", "/refused")) {
                try (Wire client = Wire.to(gateway)) {
                    assertThat(client.sendGet(path).isClosed()).isTrue();
                }
                Exchanged exchange = gateway.nextExchange();
                assertThat(exchange.ending()).as(path).isEqualTo(Ending.INTERNAL_ERROR);
                assertThat(exchange.status()).isZero();
            }
            assertThat(gateway.eventsSoFar()).isEmpty();
        }
    }

    @Test
    void a_fault_at_one_connections_time_out_does_not_stop_time_for_the_others() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        EventSink.Recorder failing = _ -> {
            if (failed.compareAndSet(false, true)) {
                throw broken();
            }
        };
        EventSink sink = new EventSink() {
            @Override
            public Recorder recorder() {
                return failing;
            }

            @Override
            public void record(Event event) {
                failing.record(event);
            }
        };
        Duration longer = Duration.ofSeconds(20);
        try (Gateway gateway = Gateway.on(transport)
                        .settings(Gateway.settings(Duration.ofMillis(50), longer, longer))
                        .events(sink)
                        .start();
                Wire first = Wire.to(gateway);
                Wire second = Wire.to(gateway)) {
            first.send("G").isClosed();
            assertThat(failed).isTrue();
            assertThat(second.send("G").receive().status()).isEqualTo(408);
        }
    }

    private static Route route(String path, Service service, CrossOrigin crossOrigin, Mode mode) {
        return new Route(
                new RouteName(path),
                PathTemplate.parse(path),
                Set.of(),
                Gateway.forward(service.port()),
                crossOrigin,
                List.of(Gateway.binding("gate", mode, _ -> Gateway.DENY)),
                Authenticator.NONE,
                List.of());
    }
}
