package io.drawbridge.dataplane;

import static io.drawbridge.dataplane.Targets.LONG;
import static io.drawbridge.dataplane.Targets.STANDARD;
import static io.drawbridge.dataplane.Targets.untilIdle;
import static io.drawbridge.dataplane.Targets.upstream;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.ConnectionQueue;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Overload;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What waits for a connection of an upstream, and what is turned away.
@OnEveryTransport
class UpstreamQueueTest {
    private final Transport transport;

    UpstreamQueueTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(Upstream upstream) throws IOException {
        return Targets.gateway(transport, upstream);
    }

    /// With NIO a reset is seen on the next read only, so there the place is left when its turn comes.
    private static void untilNobodyWaits(Gateway gateway) {
        while (gateway.upstreams().getFirst().queued() != 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void who_finds_all_connections_in_use_waits_for_one() throws Exception {
        Signal asked = new Signal();
        Signal answer = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    answer.await();
                    wire.answer(200, "first");
                    wire.request();
                    wire.answer(200, "second");
                });
                Gateway gateway =
                        gateway(upstream(STANDARD.with(new ConnectionQueue(1, LONG)), LONG, 1, service.port()));
                Wire first = Wire.to(gateway);
                Wire second = Wire.to(gateway);
                Wire third = Wire.to(gateway)) {
            first.sendGet("/");
            asked.await();
            second.sendGet("/");
            while (gateway.upstreams().getFirst().queued() == 0) {
                Thread.onSpinWait();
            }
            Message refused = third.get("/");
            Outcome.assertProblem(refused, 503, "upstream-busy");
            assertThat(refused.value("retry-after")).isEqualTo("1");
            Outcome.assertEnded(gateway, 503, Ending.UPSTREAM_BUSY);
            answer.give();
            assertThat(first.receive().body()).isEqualTo("first");
            assertThat(second.receive().body()).isEqualTo("second");
        }
    }

    @Test
    void nobody_waits_for_a_connection_for_longer_than_is_said() throws Exception {
        Signal asked = new Signal();
        Signal over = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    over.await();
                    wire.answer(200, "late");
                    wire.isClosed();
                });
                Gateway gateway = gateway(upstream(
                        STANDARD.with(new ConnectionQueue(5, Duration.ofMillis(50))), LONG, 1, service.port()));
                Wire first = Wire.to(gateway);
                Wire second = Wire.to(gateway)) {
            first.sendGet("/");
            asked.await();
            Outcome.assertProblem(second.get("/"), 503, "upstream-busy");
            Outcome.assertEnded(gateway, 503, Ending.UPSTREAM_QUEUE_TIMEOUT);
            over.give();
            assertThat(first.receive().body()).isEqualTo("late");
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.FORWARDED);
            untilIdle(gateway);
        }
    }

    @Test
    void a_client_that_goes_away_leaves_its_place_in_the_queue() throws Exception {
        Signal asked = new Signal();
        Signal over = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    over.await();
                    wire.answer(200, "first");
                    wire.isClosed();
                });
                Gateway gateway =
                        gateway(upstream(STANDARD.with(new ConnectionQueue(1, LONG)), LONG, 1, service.port()));
                Wire first = Wire.to(gateway);
                Wire second = Wire.to(gateway)) {
            first.sendGet("/");
            asked.await();
            second.sendGet("/");
            while (gateway.upstreams().getFirst().queued() == 0) {
                Thread.onSpinWait();
            }
            second.reset();
            if (transport == Transport.EPOLL) {
                untilNobodyWaits(gateway);
            }
            over.give();
            assertThat(first.receive().body()).isEqualTo("first");
            untilNobodyWaits(gateway);
            untilIdle(gateway);
        }
    }

    /// A service that answers at once while it is warmed up, and then takes longer the more requests it has.
    @Test
    void an_overloaded_upstream_sheds_and_the_gateways_own_endpoints_answer() throws Exception {
        AtomicInteger millis = new AtomicInteger();
        java.util.concurrent.Semaphore worker = new java.util.concurrent.Semaphore(1, true);
        try (Service service = Service.answering(request -> {
                    worker.acquireUninterruptibly();
                    try {
                        java.util.concurrent.locks.LockSupport.parkNanos(millis.get() * 1_000_000L);
                        return "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";
                    } finally {
                        worker.release();
                    }
                });
                Gateway gateway = Gateway.on(transport)
                        .routes(
                                Gateway.route(
                                        "/api/**",
                                        new Destination.Forward(upstream(
                                                STANDARD.with(new Overload(2, 200)), LONG, 64, service.port()))),
                                Gateway.route("/health", new Destination.Own((_, _) -> Answer.json(200, "{}"))))
                        .start();
                Wire operator = Wire.to(gateway)) {
            List<Thread> clients = new ArrayList<>();
            CountDownLatch shed = new CountDownLatch(1);
            List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            try (Wire warm = Wire.to(gateway)) {
                long until = System.nanoTime() + Duration.ofMillis(1500).toNanos();
                while (System.nanoTime() < until) {
                    assertThat(warm.get("/api/a").status()).isEqualTo(200);
                }
            }
            millis.set(10);
            for (int c = 0; c < 60; c++) {
                clients.add(Thread.startVirtualThread(() -> {
                    try (Wire client = Wire.to(gateway)) {
                        while (shed.getCount() > 0) {
                            Message answer = client.get("/api/a");
                            if (answer.status() == 503) {
                                Outcome.assertProblem(answer, 503, "upstream-overloaded");
                                assertThat(answer.value("retry-after")).isEqualTo("1");
                                shed.countDown();
                            }
                        }
                    } catch (IOException | AssertionError failure) {
                        failures.add(failure);
                        shed.countDown();
                    }
                }));
            }
            shed.await();
            assertThat(operator.get("/health").status()).isEqualTo(200);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            UpstreamStatus status = gateway.upstreams().getFirst();
            assertThat(status.figures().shed()).isPositive();
            assertThat(status.concurrencyLimit()).isLessThan(64);
        }
    }
}
