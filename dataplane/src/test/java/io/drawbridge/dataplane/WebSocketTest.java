package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.route.Route;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// WebSocket connections (RFC 6455), and everything that only looks like one.
@OnEveryTransport
class WebSocketTest {
    /// The example of the RFC.
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String[] HANDSHAKE = {
        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + KEY
    };
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";

    private final Transport transport;

    WebSocketTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway before(Service service, Duration idle) throws Exception {
        return Gateway.on(transport)
                .routes(Gateway.route("/ws", Gateway.forward(service.port())).withWebSocket(idle), plain(service))
                .start();
    }

    private static Route plain(Service service) {
        return Gateway.route("/**", Gateway.forward(service.port()));
    }

    /// Agrees, and sends back what it is sent until it is sent `bye`.
    private static Service echo() throws Exception {
        return Service.scripted(wire -> {
            wire.request();
            wire.send(SWITCHING + ACCEPT + "\r\n\r\n");
            for (String text = wire.text(3); text.length() == 3 && !text.equals("bye"); text = wire.text(3)) {
                wire.send(text);
            }
        });
    }

    @Test
    void a_connection_carries_what_either_side_says_and_is_recorded_as_one() throws Exception {
        try (Service service = echo();
                Gateway gateway = before(service, Duration.ofSeconds(20));
                Wire client = Wire.to(gateway)) {
            Message answer = client.sendGet("/ws", HANDSHAKE).head();

            assertThat(answer.startLine()).startsWith("HTTP/1.1 101");
            assertThat(answer.value("sec-websocket-accept")).isEqualTo(ACCEPT);
            assertThat(answer.value("connection")).isEqualToIgnoringCase("upgrade");
            assertThat(client.send("one").text(3)).isEqualTo("one");
            assertThat(client.send("two").text(3)).isEqualTo("two");
            assertThat(client.send("bye").isClosed()).isTrue();
            client.hangUp();
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.WEBSOCKET);
            assertThat(exchange.status()).isEqualTo(101);
            assertThat(exchange.requestBytes()).isEqualTo(9);
            assertThat(exchange.responseBytes()).isEqualTo(6);
            assertThat(exchange.cause()).isEqualTo("the service closed it");
        }
    }

    @Test
    void a_client_may_speak_at_once_and_may_leave() throws Exception {
        try (Service service = echo();
                Gateway gateway = before(service, Duration.ofSeconds(20))) {
            try (Wire client = Wire.to(gateway)) {
                client.sendGet("/ws", HANDSHAKE).send("abc").head();
                assertThat(client.text(3)).isEqualTo("abc");
            }
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.WEBSOCKET);
            assertThat(exchange.cause()).isEqualTo("the client closed it");
        }
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        try (Service service = echo();
                Gateway gateway = before(service, Duration.ofMillis(50));
                Wire client = Wire.to(gateway)) {
            client.sendGet("/ws", HANDSHAKE).head();

            assertThat(client.isClosed()).isTrue();
            assertThat(gateway.nextExchange().cause()).isEqualTo("nothing moved for too long");
        }
    }

    @Test
    void a_gateway_that_stops_closes_connections_at_once() throws Exception {
        try (Service service = echo();
                Gateway gateway = before(service, Duration.ofMinutes(1));
                Wire client = Wire.to(gateway)) {
            client.sendGet("/ws", HANDSHAKE).head();
            Thread stop = Thread.startVirtualThread(gateway::stop);

            assertThat(client.isClosed()).isTrue();
            client.hangUp();
            stop.join();
            assertThat(gateway.nextExchange().cause()).isEqualTo("the gateway stops");
        }
    }

    @Test
    void policies_judge_a_handshake_like_any_request() throws Exception {
        try (Service service = echo();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route(
                                        "/ws",
                                        Gateway.forward(service.port()),
                                        List.of(Gateway.binding("origin", Mode.ENFORCE, _ -> Gateway.DENY)),
                                        List.of())
                                .withWebSocket(Duration.ofSeconds(20)))
                        .start();
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/ws", HANDSHAKE).status()).isEqualTo(403);
            assertThat(service.connections()).isZero();
        }
    }

    @Test
    void where_a_route_does_not_allow_it_the_wish_is_not_passed_on() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Duration.ofSeconds(20));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/other", HANDSHAKE).status()).isEqualTo(200);
            Message request = service.nextRequest();
            assertThat(request.has("upgrade")).isFalse();
            assertThat(request.has("connection")).isFalse();
        }
    }

    @Test
    void another_upgrade_opens_nothing() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Duration.ofSeconds(20));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get(
                                    "/ws",
                                    "Connection: Upgrade, HTTP2-Settings",
                                    "Upgrade: h2c",
                                    "HTTP2-Settings: AAMAAABkAAQAAP__")
                            .status())
                    .isEqualTo(200);
            assertThat(service.nextRequest().has("upgrade")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13",
                "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: abc",
                "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 8|Sec-WebSocket-Key: " + KEY,
                "Connection: Upgrade|Upgrade: websocket, h2c|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: " + KEY,
                "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: " + KEY
                        + "|Sec-WebSocket-Key: " + KEY,
                "Connection: Upgrade|Upgrade: websocket|Sec-WebSocket-Version: 13|Content-Length: 3|Sec-WebSocket-Key: "
                        + KEY
            })
    void a_wrong_handshake_is_refused(String lines) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Duration.ofSeconds(20));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/ws", lines.split("\\|")).status()).isEqualTo(400);
            assertThat(service.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Accept: twice"})
    void a_service_that_did_not_understand_opens_nothing(String accept) throws Exception {
        try (Service service = Service.answering(SWITCHING + accept + "\r\n\r\n");
                Gateway gateway = before(service, Duration.ofSeconds(20));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/ws", HANDSHAKE).status()).isEqualTo(502);
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.UPSTREAM_MALFORMED);
        }
    }

    @Test
    void a_service_that_declines_leaves_the_connection_as_it_was() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service, Duration.ofSeconds(20));
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/ws", HANDSHAKE).body()).isEqualTo("hello");
            assertThat(client.get("/other").body()).isEqualTo("hello");
        }
    }
}
