package io.drawbridge.dataplane;

import static io.drawbridge.dataplane.Targets.LONG;
import static io.drawbridge.dataplane.Targets.STANDARD;
import static io.drawbridge.dataplane.Targets.answers;
import static io.drawbridge.dataplane.Targets.deadPort;
import static io.drawbridge.dataplane.Targets.named;
import static io.drawbridge.dataplane.Targets.target;
import static io.drawbridge.dataplane.Targets.until;
import static io.drawbridge.dataplane.Targets.untilIdle;
import static io.drawbridge.dataplane.Targets.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.route.Balance;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Ejection;
import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Retries;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.TargetCondition;
import io.drawbridge.domain.route.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Upstreams with several targets, over real sockets: targets that die, hang, come back or are taken away.
@OnEveryTransport
class UpstreamTargetsTest {
    private final Transport transport;

    UpstreamTargetsTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(Upstream upstream) throws IOException {
        return Targets.gateway(transport, upstream);
    }

    @Test
    void requests_spread_over_all_targets() throws Exception {
        try (Service one = named("one");
                Service two = named("two");
                Gateway gateway = gateway(upstream(STANDARD, LONG, 100, one.port(), two.port()));
                Wire client = Wire.to(gateway)) {
            assertThat(answers(client, 60)).containsExactlyInAnyOrder("one", "two");
            assertThat(target(gateway, one.port()).requests()).isBetween(10L, 50L);
            untilIdle(gateway);
            assertThat(target(gateway, one.port()).inFlight()).isZero();
        }
    }

    @Test
    void a_client_stays_with_its_target() throws Exception {
        try (Service one = named("one");
                Service two = named("two");
                Gateway gateway =
                        gateway(upstream(STANDARD.with(Balance.HASH_CLIENT), LONG, 100, one.port(), two.port()));
                Wire client = Wire.to(gateway)) {
            assertThat(answers(client, 60)).hasSize(1);
        }
    }

    @Test
    void a_dead_target_costs_nobody_a_request_whatever_the_method() throws Exception {
        int dead = deadPort();
        try (Service alive = named("alive");
                Gateway gateway = gateway(upstream(STANDARD, LONG, 100, dead, alive.port()));
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 30; i++) {
                assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                                .receive()
                                .status())
                        .isEqualTo(200);
            }
            assertThat(target(gateway, dead).state()).isEqualTo(TargetCondition.EJECTED);
            assertThat(target(gateway, dead).requests()).isEqualTo(5);
        }
    }

    @Test
    void the_last_living_target_is_found() throws Exception {
        try (Service alive = named("alive");
                Gateway gateway = gateway(upstream(
                        STANDARD.with(new Ejection(1000, LONG, 50)), LONG, 100, deadPort(), deadPort(), alive.port()));
                Wire client = Wire.to(gateway)) {
            assertThat(answers(client, 50)).containsExactly("alive");
        }
    }

    @Test
    void without_retries_a_dead_target_is_felt_until_it_is_ejected() throws Exception {
        int dead = deadPort();
        try (Service alive = named("alive");
                Gateway gateway = gateway(upstream(STANDARD.with(new Retries(0, 20)), LONG, 100, dead, alive.port()));
                Wire client = Wire.to(gateway)) {
            int failed = 0;
            for (int i = 0; i < 100; i++) {
                failed += client.get("/").status() == 502 ? 1 : 0;
            }
            assertThat(failed).isEqualTo(5);
        }
    }

    @Test
    void a_target_that_dies_under_load_costs_no_repeatable_request() throws Exception {
        AtomicInteger served = new AtomicInteger();
        CountDownLatch warm = new CountDownLatch(200);
        try (Service dying = named("dying");
                Service one = named("one");
                Service two = named("two");
                Gateway gateway = gateway(upstream(
                        STANDARD.with(new Retries(1, 100)), LONG, 100, dying.port(), one.port(), two.port()))) {
            List<Thread> clients = new ArrayList<>();
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int c = 0; c < 8; c++) {
                clients.add(Thread.startVirtualThread(() -> {
                    try (Wire client = Wire.to(gateway)) {
                        for (int i = 0; i < 150; i++) {
                            assertThat(client.get("/").status()).isEqualTo(200);
                            served.incrementAndGet();
                            warm.countDown();
                        }
                    } catch (IOException | AssertionError failure) {
                        failures.add(failure);
                    }
                }));
            }
            warm.await();
            dying.close();
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(served.get()).isEqualTo(8 * 150);
            assertThat(answers(new Wire(new java.net.Socket(gateway.address.getAddress(), gateway.port())), 60))
                    .containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void an_idempotent_request_that_was_not_answered_goes_to_another_target() throws Exception {
        try (Service broken = Service.scripted(Wire::request);
                Service whole = named("whole");
                Gateway gateway = gateway(
                        upstream(STANDARD.with(new Ejection(1000, LONG, 50)), LONG, 100, broken.port(), whole.port()));
                Wire client = Wire.to(gateway)) {
            assertThat(answers(client, 40)).containsExactly("whole");
            assertThat(broken.connections()).isGreaterThan(2);
            assertThat(gateway.upstreams().getFirst().figures().retried()).isEqualTo(broken.connections());
            int failed = 0;
            for (int i = 0; i < 40; i++) {
                failed += client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                                        .receive()
                                        .status()
                                == 502
                        ? 1
                        : 0;
            }
            assertThat(failed)
                    .as("a POST that may have arrived is not repeated")
                    .isPositive();
        }
    }

    @Test
    void a_black_hole_is_avoided_and_then_ejected() throws Exception {
        Signal over = new Signal();
        try (Service hole = Service.scripted(wire -> {
                    wire.request();
                    over.await();
                });
                Service alive = named("alive");
                Gateway gateway = gateway(upstream(
                        STANDARD.with(new Ejection(1, LONG, 50)),
                        Duration.ofMillis(300),
                        100,
                        hole.port(),
                        alive.port()));
                Wire client = Wire.to(gateway)) {
            int timedOut = 0;
            for (int i = 0; i < 40; i++) {
                int status = client.get("/").status();
                assertThat(status).isIn(200, 504);
                timedOut += status == 504 ? 1 : 0;
            }
            over.give();
            assertThat(timedOut).isEqualTo(1);
            assertThat(target(gateway, hole.port()).state()).isEqualTo(TargetCondition.EJECTED);
        }
    }

    @Test
    void health_checks_take_a_sick_target_out_and_bring_it_back() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        HealthCheck check = new HealthCheck("/health?deep=1", Duration.ofMillis(100), Duration.ofSeconds(5), 2, 2);
        try (Service flapping = Service.answering(request -> request.startLine().startsWith("GET /health?deep=1 ")
                        ? "HTTP/1.1 " + status.get() + " X\r\nContent-Length: 0\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nflapping");
                Service steady = named("steady");
                Gateway gateway = gateway(upstream(STANDARD.with(check), LONG, 100, flapping.port(), steady.port()));
                Wire client = Wire.to(gateway)) {
            assertThat(answers(client, 60)).hasSize(2);
            status.set(503);
            until(gateway, flapping.port(), TargetCondition.UNHEALTHY);
            assertThat(answers(client, 60)).containsExactly("steady");
            status.set(204);
            until(gateway, flapping.port(), TargetCondition.HEALTHY);
            assertThat(answers(client, 60)).hasSize(2);
        }
    }

    @Test
    void where_no_target_is_healthy_the_answer_is_503_and_the_ending_says_so() throws Exception {
        HealthCheck check = new HealthCheck("/health", Duration.ofMillis(100), Duration.ofMillis(100), 1, 1);
        int dead = deadPort();
        try (Gateway gateway = gateway(upstream(STANDARD.with(check), LONG, 100, dead));
                Wire client = Wire.to(gateway)) {
            until(gateway, dead, TargetCondition.UNHEALTHY);
            Message answer = client.get("/");
            Outcome.assertProblem(answer, 503, "upstream-unhealthy");
            assertThat(answer.value("retry-after")).isEqualTo("1");
            Outcome.assertEnded(gateway, 503, Ending.UPSTREAM_UNHEALTHY);
            assertThat(gateway.upstreams().getFirst().figures().withoutTarget()).isEqualTo(1);
        }
    }

    @Test
    void a_target_that_is_taken_away_finishes_what_it_has() throws Exception {
        Signal asked = new Signal();
        Signal answer = new Signal();
        try (Service leaving = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    answer.await();
                    wire.answer(200, "leaving");
                    wire.isClosed();
                });
                Service staying = named("staying");
                Gateway gateway = gateway(upstream(STANDARD, LONG, 100, leaving.port()));
                Wire first = Wire.to(gateway);
                Wire second = Wire.to(gateway)) {
            first.sendGet("/");
            asked.await();
            gateway.change(
                    Gateway.route("/**", new Destination.Forward(upstream(STANDARD, LONG, 100, staying.port()))));
            assertThat(answers(second, 20)).containsExactly("staying");
            answer.give();
            assertThat(first.receive().body()).isEqualTo("leaving");
            assertThat(answers(first, 20)).containsExactly("staying");
        }
    }

    @Test
    void a_name_is_looked_up_and_its_service_found() throws Exception {
        try (Service service = named("found")) {
            Upstream upstream = new Upstream(
                    "api", List.of(new Target("localhost", service.port(), 1)), LONG, LONG, LONG, 100, false, STANDARD);
            try (Gateway gateway = gateway(upstream);
                    Wire client = Wire.to(gateway)) {
                assertThat(answers(client, 5)).containsExactly("found");
            }
        }
    }
}
