package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.domain.snapshot.Snapshot;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryTransport
class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final Transport transport;

    DrainTest(Transport transport) {
        this.transport = transport;
    }

    /// Waits until the gateway takes no new connection.
    private static void awaitRefusal(Gateway gateway) throws Exception {
        boolean refused = false;
        while (!refused) {
            try (Wire late = Wire.to(gateway)) {
                late.sendGet("/").isClosed();
            } catch (ConnectException nobodyListens) {
                refused = true;
            } catch (IOException closing) {
                refused = false;
            }
        }
    }

    @Test
    void what_is_under_way_ends_and_what_is_idle_is_closed() throws Exception {
        Signal asked = new Signal();
        Signal answer = new Signal();
        Signal stopped = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.answer(200, "quick");
                    wire.request();
                    asked.give();
                    answer.await();
                    wire.answer(200, "slow");
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire idle = Wire.to(gateway);
                Wire fresh = Wire.to(gateway);
                Wire busy = Wire.to(gateway)) {
            assertThat(idle.get("/").body()).isEqualTo("quick");
            busy.sendGet("/slow");
            asked.await();
            Thread.startVirtualThread(() -> {
                gateway.stop();
                stopped.give();
            });
            assertThat(idle.isClosed()).isTrue();
            assertThat(fresh.isClosed()).isTrue();
            awaitRefusal(gateway);
            answer.give();

            Message last = busy.receive();
            assertThat(last.body()).isEqualTo("slow");
            assertThat(last.value("connection")).isEqualTo("close");
            assertThat(busy.isClosed()).isTrue();
            busy.hangUp();
            stopped.await();
            assertThat(gateway.connections()).isZero();
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.FORWARDED);
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.FORWARDED);
        }
    }

    @Test
    void a_request_that_was_sent_ahead_is_not_begun_any_more() throws Exception {
        Signal asked = new Signal();
        Signal answer = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    answer.await();
                    wire.answer(200, "first");
                    assertThat(wire.isClosed()).isTrue();
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire idle = Wire.to(gateway);
                Wire client = Wire.to(gateway)) {
            client.sendGet("/first").sendGet("/second");
            asked.await();
            Thread.startVirtualThread(gateway::stop);
            assertThat(idle.isClosed()).isTrue();
            answer.give();
            assertThat(client.receive().value("connection")).isEqualTo("close");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void what_does_not_end_in_time_is_broken_off_and_recorded() throws Exception {
        Signal asked = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    assertThat(wire.isClosed()).isTrue();
                });
                Gateway gateway = Gateway.on(transport)
                        .settings(Gateway.settings(LONG, LONG, LONG, 100, Duration.ofMillis(50)))
                        .routes(Gateway.route("/**", Gateway.forward(service.port())))
                        .start();
                Wire client = Wire.to(gateway)) {
            client.sendGet("/");
            asked.await();
            gateway.stop();
            assertThat(client.isClosed()).isTrue();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.INTERNAL_ERROR);
            assertThat(exchange.cause()).contains("stopped");
            assertThat(gateway.eventsSoFar()).isEmpty();
            gateway.stop();
        }
    }

    @Test
    void an_address_that_is_taken_is_refused_with_its_name() throws Exception {
        try (Gateway gateway = Gateway.on(transport).start();
                Dataplane second = new Dataplane(Gateway.settings(), transport, InstantSource.system())) {
            assertThatThrownBy(() -> second.serve(
                            gateway.address,
                            () -> new Snapshot(1, List.of(), Gateway.UNROUTED),
                            Gateway.NOWHERE,
                            UpstreamIdentity.NONE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on")
                    .hasMessageContaining(String.valueOf(gateway.port()));
        }
    }
}
