package io.drawbridge.dataplane;

import static io.drawbridge.dataplane.Http2FrameWire.END_STREAM;
import static io.drawbridge.dataplane.Http2FrameWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What clients of HTTP/2 get, in clear text with prior knowledge.
@OnEveryTransport
class Http2ClientTest {
    private final Transport transport;

    Http2ClientTest(Transport transport) {
        this.transport = transport;
    }

    private Gateway before(Service service) throws Exception {
        return Gateway.on(transport)
                .settings(Gateway.settings().with(new DataplaneSettings.Http2(true, true, 100)))
                .routes(Gateway.route("/**", Gateway.forward(service.port())))
                .start();
    }

    @Test
    void a_request_reaches_a_service_of_http_1_and_its_answer_comes_back() throws Exception {
        try (Service service = Service.answering(
                        "HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nX-Own: a\r\nX-Own: B\r\nServer: x\r\n\r\nhello");
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            Http2FrameWire.Answer answer = client.get("/a?b=c", "cookie", "a=1", "x-mine", "7", "cookie", "b=2");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.heads())
                    .contains("x-own: a", "x-own: B", "content-length: 5")
                    .doesNotContain("server: x");
            Message request = service.nextRequest();
            assertThat(request.startLine()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(request.value("host")).isEqualTo("test");
            assertThat(request.value("cookie")).isEqualTo("a=1; b=2");
            assertThat(request.value("x-mine")).isEqualTo("7");
            assertThat(request.values("via")).containsExactly("2 drawbridge");
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.version()).isEqualTo("HTTP/2.0");
            assertThat(exchange.ending()).isEqualTo(Ending.FORWARDED);
        }
    }

    @Test
    void http_1_is_still_spoken_where_http_2_is_understood() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.get("/").body()).isEqualTo("hello");
            assertThat(client.send("P")
                            .send("OST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                            .receive()
                            .body())
                    .isEqualTo("hello");
        }
        try (Service service = Service.greeting();
                Gateway gateway = before(service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.send("P")
                            .send("RI / HTTP/1.1\r\nHost: a\r\n\r\n")
                            .receive()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void http_2_is_not_understood_in_clear_text_unless_the_settings_say_so() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.before(transport, service);
                Wire client = Wire.to(gateway)) {
            assertThat(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").receive().status())
                    .isEqualTo(505);
            assertThat(service.waitingRequests()).isZero();
        }
    }

    @Test
    void streams_do_not_wait_for_each_other() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        try (Service service = Service.scripted(
                        wire -> {
                            wire.request();
                            second.await();
                            wire.answer(200, "first");
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "second");
                        });
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            int slow = client.open(END_STREAM, request("GET", "/slow"));
            assertThat(client.get("/quick").body()).isEqualTo("second");
            second.countDown();
            assertThat(client.answer(slow).body()).isEqualTo("first");
        }
    }

    @Test
    void a_body_without_its_length_and_its_trailers_go_both_ways() throws Exception {
        String expected = "5\r\nhello\r\n0\r\nx-sum: 1\r\n\r\n";
        try (Service service = Service.scripted(wire -> {
                    wire.head();
                    assertThat(wire.text(expected.length())).isEqualTo(expected);
                    String trailers = "X-Back: 2\r\nSet-Cookie: a=b\r\n\r\n";
                    wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n" + trailers);
                });
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            int stream = client.open(0, request("POST", "/"));
            client.send(Http2FrameWire.DATA, 0, stream, "hello".getBytes(StandardCharsets.US_ASCII));
            client.send(
                    Http2FrameWire.HEADERS,
                    END_STREAM | Http2FrameWire.END_HEADERS,
                    stream,
                    Http2FrameWire.block("x-sum", "1", "authorization", "x", "x-forwarded-for", "6.6.6.6"));

            Http2FrameWire.Answer answer = client.answer(stream);

            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.trailers()).isEqualTo(List.of("x-back: 2"));
        }
    }

    @Test
    void a_client_that_opens_no_window_holds_up_the_service_and_not_the_gateway() throws Exception {
        String large = "x".repeat(3_000_000);
        try (Service service = Service.answering("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + large);
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.narrowTo(gateway)) {
            int stream = client.open(END_STREAM, request("GET", "/"));
            int received = 0;
            while (received < 65_535) {
                received += client.frame(Http2FrameWire.DATA).payload().length;
            }
            assertThat(received).isEqualTo(65_535);
            client.send(Http2FrameWire.WINDOW_UPDATE, 0, stream, Http2FrameWire.number(1 << 30));
            client.send(Http2FrameWire.WINDOW_UPDATE, 0, 0, Http2FrameWire.number(1 << 30));
            assertThat(received + client.answer(stream).body().length()).isEqualTo(3_000_000);
        }
    }

    @Test
    void a_client_that_gives_up_is_recorded_and_the_others_go_on() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Service service = Service.scripted(
                        wire -> {
                            wire.request();
                            never.await();
                        },
                        wire -> {
                            wire.request();
                            wire.answer(200, "fine");
                        });
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            int given = client.open(END_STREAM, request("GET", "/given-up"));
            client.send(Http2FrameWire.PING, 0, 0, new byte[8]).frame(Http2FrameWire.PING);
            client.send(Http2FrameWire.RST_STREAM, 0, given, Http2FrameWire.number(8));

            assertThat(client.get("/").body()).isEqualTo("fine");
            assertThat(List.of(
                            gateway.nextExchange().ending(),
                            gateway.nextExchange().ending()))
                    .containsExactlyInAnyOrder(Ending.CLIENT_ABORTED, Ending.FORWARDED);
            never.countDown();
        }
    }

    @Test
    void an_early_refusal_does_not_wait_for_the_body() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .settings(Gateway.settings().with(new DataplaneSettings.Http2(true, true, 100)))
                        .routes()
                        .start();
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            int stream = client.open(0, request("POST", "/"));

            assertThat(client.answer(stream).status()).isEqualTo(404);
            assertThat(client.frame(Http2FrameWire.RST_STREAM).errorCode()).isZero();
            assertThat(client.get("/").status()).isEqualTo(404);
            assertThat(service.waitingRequests()).isZero();
        }
    }

    @Test
    void a_gateway_that_stops_says_so_and_serves_what_is_under_way() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        try (Service service = Service.scripted(wire -> {
                    wire.request();
                    stopping.await();
                    wire.answer(200, "last");
                });
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            int stream = client.open(END_STREAM, request("GET", "/"));
            client.send(Http2FrameWire.PING, 0, 0, new byte[8]).frame(Http2FrameWire.PING);
            Thread stop = Thread.startVirtualThread(gateway::stop);

            Http2FrameWire.Frame first = client.frame(Http2FrameWire.GOAWAY);
            assertThat(first.errorCode()).isZero();
            stopping.countDown();
            assertThat(client.answer(stream).body()).isEqualTo("last");
            stop.join();
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.FORWARDED);
        }
    }

    @Test
    void an_upstream_may_speak_http_2_too() throws Exception {
        try (Service service = Service.answering(request -> request.startLine().startsWith("POST")
                        ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                Gateway inner = before(service);
                Gateway outer = Gateway.on(transport)
                        .settings(Gateway.settings().with(new DataplaneSettings.Http2(true, true, 100)))
                        .routes(Gateway.route(
                                "/**",
                                new io.drawbridge.domain.route.Destination.Forward(Gateway.upstream(inner.port())
                                        .with(io.drawbridge.domain.route.Upstream.Protocol.HTTP2))))
                        .start();
                Http2FrameWire client = Http2FrameWire.to(outer);
                Wire old = Wire.to(outer)) {
            assertThat(client.get("/x", "te", "trailers").body()).isEqualTo("hello");
            int stream = client.open(0, request("POST", "/"));
            client.send(Http2FrameWire.DATA, END_STREAM, stream, new byte[100_00]);
            Http2FrameWire.Answer answer = client.answer(stream);
            assertThat(answer.body()).isEqualTo("abc");
            assertThat(answer.trailers()).isEqualTo(List.of("x-t: 1"));
            assertThat(old.get("/").body()).isEqualTo("hello");
            assertThat(inner.nextExchange().version()).isEqualTo("HTTP/2.0");
            assertThat(inner.connections()).isEqualTo(1);
        }
    }
}
