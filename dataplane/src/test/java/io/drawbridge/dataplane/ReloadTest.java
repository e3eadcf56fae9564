package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryTransport
class ReloadTest {
    private final Transport transport;

    ReloadTest(Transport transport) {
        this.transport = transport;
    }

    private static Route gated(Service service, Mode mode) {
        return Gateway.route(
                "/**",
                Gateway.forward(service.port()),
                List.of(Gateway.binding("gate", mode, _ -> Gateway.DENY)),
                List.of());
    }

    @Test
    void a_changed_snapshot_counts_from_the_next_request_of_an_open_connection_on() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(gated(service, Mode.MONITOR))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").status()).isEqualTo(200);
            gateway.change(gated(service, Mode.ENFORCE));
            assertThat(client.get("/").status()).isEqualTo(403);
            gateway.change(gated(service, Mode.WARN));
            assertThat(client.get("/").has("drawbridge-would-refuse")).isTrue();
            gateway.change();
            assertThat(client.get("/").status()).isEqualTo(404);
            for (long version = 7; version <= 10; version++) {
                assertThat(gateway.nextExchange().snapshotVersion()).isEqualTo(version);
            }
            assertThat(service.connections()).isEqualTo(1);
        }
    }

    @Test
    void an_exchange_ends_with_the_snapshot_that_it_began_with() throws Exception {
        Signal asked = new Signal();
        Signal answer = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    asked.give();
                    answer.await();
                    wire.answer(200, "hello");
                });
                Gateway gateway =
                        Gateway.on(transport).routes(gated(service, Mode.WARN)).start();
                Wire client = Wire.to(gateway)) {
            client.sendGet("/");
            asked.await();
            gateway.change();
            answer.give();
            Message first = client.receive();
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.has("drawbridge-would-refuse")).isTrue();
            assertThat(gateway.nextExchange().snapshotVersion()).isEqualTo(7);
            assertThat(client.get("/").status()).isEqualTo(404);
        }
    }

    @Test
    void an_upstream_that_is_not_configured_any_more_gets_nothing_any_more() throws Exception {
        try (Service before = Service.answering("HTTP/1.1 200 X\r\nContent-Length: 6\r\n\r\nbefore");
                Service after = Service.answering("HTTP/1.1 200 X\r\nContent-Length: 5\r\n\r\nafter");
                Gateway gateway = Gateway.before(transport, before);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("before");
            gateway.change(Gateway.route("/**", Gateway.forward(after.port())));
            assertThat(client.get("/").body()).isEqualTo("after");
            assertThat(client.get("/").body()).isEqualTo("after");
        }
    }
}
