package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.route.Destination;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEveryTransport
class UpstreamFailureTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);
    private final Transport transport;

    UpstreamFailureTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway gateway(int port, Duration connect, Duration response, int maxConnections) throws IOException {
        return Gateway.on(transport)
                .routes(Gateway.route(
                        "/**", new Destination.Forward(Gateway.upstream(port, connect, response, maxConnections))))
                .start();
    }

    @Test
    void an_upstream_that_dies_in_its_head_gives_502() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Le");
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Outcome.assertProblem(client.get("/"), 502, "upstream-aborted");
            Outcome.assertEnded(gateway, 502, Ending.UPSTREAM_ABORTED);
            Outcome.assertProblem(client.get("/"), 502, "upstream-aborted");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
            })
    void a_client_sees_that_an_answer_broke_off(String answer) throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send(answer);
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message broken = client.get("/");
            assertThat(broken.status()).isEqualTo(200);
            assertThat(broken.whole()).isFalse();
            assertThat(client.isClosed()).isTrue();
            Outcome.assertEnded(gateway, 200, Ending.UPSTREAM_ABORTED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\n\r\nhello",
                "HTTP/1.1 200 OK\r\nX: a\r\n b\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 600 X\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "hello\r\n\r\n",
                "\r\n\r\n",
                "\n",
                "\0\0\0\n"
            })
    void an_answer_that_cannot_be_read_in_one_way_gives_502(String answer) throws Exception {
        try (Service service = Service.scripted(
                        wire -> {
                            wire.request();
                            wire.send(answer);
                            assertThat(wire.isClosed()).isTrue();
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "good");
                        });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message problem = client.get("/");
            Outcome.assertProblem(problem, 502, "upstream-malformed");
            Outcome.assertEnded(gateway, 502, Ending.UPSTREAM_MALFORMED);
            assertThat(client.get("/").body()).isEqualTo("good");
        }
    }

    @Test
    void an_upstream_that_never_comes_to_its_final_answer_gives_502() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(17));
                    assertThat(wire.isClosed()).isTrue();
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            client.sendGet("/");
            for (int i = 0; i < 16; i++) {
                assertThat(client.receive().status()).isEqualTo(103);
            }
            Outcome.assertProblem(client.receive(), 502, "upstream-malformed");
            Outcome.assertEnded(gateway, 502, Ending.UPSTREAM_MALFORMED);
        }
    }

    @Test
    void an_answer_with_an_endless_head_gives_502() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000));
                    wire.isClosed();
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Outcome.assertProblem(client.get("/"), 502, "upstream-malformed");
        }
    }

    @Test
    void a_client_sees_that_an_answers_chunks_cannot_be_read() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n");
                    wire.isClosed();
                });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            Message broken = client.get("/");
            assertThat(broken.whole()).isFalse();
            assertThat(client.isClosed()).isTrue();
            Outcome.assertEnded(gateway, 200, Ending.UPSTREAM_MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "more",
                "\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n"
            })
    void what_follows_an_answer_never_reaches_the_next_client(String more) throws Exception {
        try (Service service = Service.scripted(
                        wire -> {
                            wire.request();
                            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello" + more);
                            assertThat(wire.isClosed()).isTrue();
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "good");
                        });
                Gateway gateway = Gateway.before(transport, service);
                Wire one = Wire.to(gateway);
                Wire other = Wire.to(gateway)) {
            assertThat(one.get("/").body()).isEqualTo("hello");
            assertThat(other.get("/").body()).isEqualTo("good");
        }
    }

    @Test
    void what_comes_unasked_on_an_idle_connection_never_reaches_the_next_client() throws Exception {
        Signal answered = new Signal();
        Signal closed = new Signal();
        try (Service service = Service.scripted(
                        wire -> {
                            wire.request();
                            wire.answer(200, "first");
                            answered.await();
                            wire.answer(200, "evil");
                            assertThat(wire.isClosed()).isTrue();
                            closed.give();
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "good");
                        });
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("first");
            answered.give();
            closed.await();
            assertThat(client.get("/").body()).isEqualTo("good");
        }
    }

    @Test
    void an_upstream_that_refuses_connections_gives_502_and_uses_none_up() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Gateway gateway = gateway(port, LONG, LONG, 1);
                Wire client = Wire.to(gateway)) {
            for (int i = 0; i < 5; i++) {
                Outcome.assertProblem(client.get("/"), 502, "upstream-unreachable");
                Outcome.assertEnded(gateway, 502, Ending.UPSTREAM_UNREACHABLE);
            }
        }
    }

    /// A listener that accepts nobody and whose queue is full lets every further connection wait.
    @Test
    void an_upstream_that_does_not_take_connections_in_time_gives_504() throws Exception {
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Gateway gateway = gateway(deaf.getLocalPort(), SHORT, LONG, 1);
                Wire client = Wire.to(gateway)) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort());
            for (int i = 0; i < 8; i++) {
                SocketChannel waiting = SocketChannel.open();
                queue.add(waiting);
                waiting.configureBlocking(false);
                waiting.connect(address);
            }
            for (int i = 0; i < 2; i++) {
                Outcome.assertProblem(client.get("/"), 504, "upstream-timeout");
                Outcome.assertEnded(gateway, 504, Ending.UPSTREAM_CONNECT_TIMEOUT);
            }
        } finally {
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    @Test
    void an_upstream_that_does_not_answer_in_time_gives_504() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    assertThat(wire.isClosed()).isTrue();
                });
                Gateway gateway = gateway(service.port(), LONG, SHORT, 1);
                Wire client = Wire.to(gateway)) {
            Outcome.assertProblem(client.get("/"), 504, "upstream-timeout");
            Outcome.assertEnded(gateway, 504, Ending.UPSTREAM_TIMEOUT);
            Outcome.assertProblem(client.sendHead("POST / HTTP/1.1", "Host: a").receive(), 504, "upstream-timeout");
        }
    }

    @Test
    void a_client_sees_that_an_answer_stopped() throws Exception {
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    assertThat(wire.isClosed()).isTrue();
                });
                Gateway gateway = gateway(service.port(), LONG, SHORT, 1);
                Wire client = Wire.to(gateway)) {
            Message broken = client.get("/");
            assertThat(broken.body()).isEqualTo("hello");
            assertThat(broken.whole()).isFalse();
            Outcome.assertEnded(gateway, 200, Ending.UPSTREAM_TIMEOUT);
        }
    }

    @Test
    void an_upstream_with_all_its_connections_in_use_gives_503_until_one_is_free() throws Exception {
        Signal answer = new Signal();
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    answer.await();
                    wire.answer(200, "slow");
                    wire.request();
                    wire.answer(200, "next");
                });
                Gateway gateway = gateway(service.port(), LONG, LONG, 1);
                Wire slow = Wire.to(gateway);
                Wire client = Wire.to(gateway)) {
            slow.sendGet("/");
            Message busy = client.get("/");
            while (busy.status() != 503) {
                busy = client.get("/");
            }
            Outcome.assertProblem(busy, 503, "upstream-busy");
            assertThat(busy.value("retry-after")).isEqualTo("1");
            Outcome.assertEnded(gateway, 503, Ending.UPSTREAM_BUSY);
            answer.give();
            assertThat(slow.receive().body()).isEqualTo("slow");
            assertThat(client.get("/").body()).isEqualTo("next");
        }
    }
}
