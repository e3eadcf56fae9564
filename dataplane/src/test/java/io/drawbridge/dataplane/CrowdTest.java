package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.route.Destination;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many connections, or many slow requests, of some clients leave room for the others.
@OnEveryTransport
class CrowdTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final Transport transport;

    CrowdTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(Service service, int maxConnections) throws Exception {
        return Gateway.on(transport)
                .settings(Gateway.settings(LONG, LONG, LONG, maxConnections, Duration.ofMillis(50))
                        .with(new DataplaneSettings.Http2(true, true, 100)))
                .routes(Gateway.route("/**", Gateway.forward(service.port())))
                .start();
    }

    @Test
    void one_connection_too_many_takes_the_place_of_the_one_that_was_idle_for_longest() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, 2);
                Wire first = Wire.to(gateway);
                Wire second = Wire.to(gateway)) {
            assertThat(first.get("/").status()).isEqualTo(200);
            assertThat(second.get("/").status()).isEqualTo(200);
            try (Wire third = Wire.to(gateway)) {
                assertThat(third.get("/").body()).isEqualTo("hello");
                assertThat(first.isClosed()).isTrue();
                assertThat(second.get("/").body()).isEqualTo("hello");
            }
            assertThat(gateway.figure("connections_closed_for_room")).isEqualTo(1);
        }
    }

    @Test
    void who_never_asked_for_anything_goes_before_who_did() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, 2);
                Wire asked = Wire.to(gateway)) {
            assertThat(asked.get("/").status()).isEqualTo(200);
            try (Wire half = Wire.to(gateway).send("GET / HTTP/1.1\r\nX-Half: ");
                    Wire other = Wire.to(gateway)) {
                assertThat(other.get("/").body()).isEqualTo("hello");
                assertThat(half.isClosed()).isTrue();
                assertThat(asked.get("/").body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void a_connection_with_a_request_under_way_keeps_its_place_until_it_is_answered() throws Exception {
        Signal asked = new Signal();
        Signal answer = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    answer.await();
                    wire.answer(200, "late");
                    wire.request();
                    wire.answer(200, "soon");
                });
                Gateway gateway = gateway(service, 1);
                Wire busy = Wire.to(gateway).sendGet("/")) {
            asked.await();
            try (Wire other = Wire.to(gateway)) {
                assertThat(other.isClosed()).isTrue();
            }
            answer.give();
            assertThat(busy.receive().body()).isEqualTo("late");
            try (Wire other = Wire.to(gateway)) {
                assertThat(other.get("/").body()).isEqualTo("soon");
            }
        }
    }

    @Test
    void who_has_most_connections_makes_room_for_the_others() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = gateway(service, 4);
                Wire lonely = Wire.from("127.0.0.9", gateway)) {
            List<Wire> crowd = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Wire one = Wire.to(gateway);
                assertThat(one.get("/").status()).isEqualTo(200);
                crowd.add(one);
            }
            assertThat(lonely.get("/").body()).isEqualTo("hello");
            assertThat(crowd.getFirst().isClosed()).isTrue();
            for (Wire one : crowd) {
                one.close();
            }
        }
    }

    private Gateway before(Service service, int upstreamConnections) throws Exception {
        return Gateway.on(transport)
                .routes(Gateway.route(
                        "/**",
                        new Destination.Forward(Gateway.upstream(service.port(), LONG, LONG, upstreamConnections))))
                .start();
    }

    private static void awaitConnections(Service service, int number) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (service.connections() < number) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    /// Until it is let through: nobody is slow from the first moment on.
    private static void assertServedInTheEnd(Wire client) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        Message answer = client.get("/small");
        while (answer.status() == 503 && System.nanoTime() - deadline < 0) {
            answer = client.get("/small");
        }
        assertThat(answer.status()).isEqualTo(200);
    }

    private static void assertSomeGaveWay(Gateway gateway, Ending ending) throws InterruptedException {
        Exchanged ended = gateway.nextExchange();
        while (!ended.cause().contains("others needed the room")) {
            ended = gateway.nextExchange();
        }
        assertThat(ended.ending()).isEqualTo(ending);
        assertThat(gateway.figure("requests_ended_for_room")).isBetween(1L, 4L);
    }

    @Test
    void bodies_that_do_not_come_leave_half_of_the_upstream_to_others() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, 8);
                Wire other = Wire.to(gateway)) {
            List<Wire> slow = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                slow.add(Wire.to(gateway).sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: 5"));
            }
            awaitConnections(service, 8);
            assertServedInTheEnd(other);
            assertThat(slow.getFirst().receive().status()).isEqualTo(408);
            assertSomeGaveWay(gateway, Ending.REQUEST_TIMEOUT);
            assertThat(slow.getLast().send("hello").receive().body()).isEqualTo("hello");
            for (Wire one : slow) {
                one.close();
            }
        }
    }

    @Test
    void answers_that_nobody_reads_leave_half_of_the_upstream_to_others() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    while (true) {
                        if (wire.request().lines().getFirst().startsWith("GET /small")) {
                            wire.answer(200, "hello");
                        } else {
                            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                            byte[] block = new byte[1 << 16];
                            for (int i = 0; i < 1_500; i++) {
                                wire.out().write(block);
                            }
                        }
                    }
                });
                Gateway gateway = before(service, 8);
                Wire other = Wire.to(gateway)) {
            List<Wire> slow = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                slow.add(Wire.narrowTo(gateway).sendGet("/large"));
            }
            awaitConnections(service, 8);
            assertServedInTheEnd(other);
            assertSomeGaveWay(gateway, Ending.CLIENT_ABORTED);
            for (Wire one : slow) {
                one.close();
            }
        }
    }
}
