package io.drawbridge.dataplane;

import static io.drawbridge.dataplane.Http2FrameWire.END_HEADERS;
import static io.drawbridge.dataplane.Http2FrameWire.END_STREAM;
import static io.drawbridge.dataplane.Http2FrameWire.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients of HTTP/2 that mean harm. The gateway tells them to calm down, and the others notice nothing.
class Http2HostileTest {
    private static final int ENHANCE_YOUR_CALM = 11;

    private static Gateway before(Service service) throws Exception {
        return before(service, Gateway.settings());
    }

    private static Gateway before(Service service, DataplaneSettings settings) throws Exception {
        return Gateway.on(Transport.best())
                .settings(settings.with(new DataplaneSettings.Http2(true, true, 100)))
                .routes(Gateway.route("/**", Gateway.forward(service.port())))
                .start();
    }

    /// Sends until the gateway has had enough, and gives the error that it says so with.
    private static int errorAfter(Http2FrameWire client, Flood flood) throws Exception {
        CompletableFuture<Integer> error = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                error.complete(client.frame(Http2FrameWire.GOAWAY).errorCode());
            } catch (IOException failure) {
                error.completeExceptionally(failure);
            }
        });
        try {
            for (int i = 0; !error.isDone(); i++) {
                flood.send(client, i);
            }
        } catch (IOException closed) {
            // What the gateway said before is what counts.
        }
        return error.get(15, TimeUnit.SECONDS);
    }

    interface Flood {
        void send(Http2FrameWire client, int round) throws IOException;
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                Arguments.of("streams opened only to be reset", (Flood) (client, _) -> {
                    int stream = client.open(END_STREAM, request("GET", "/"));
                    client.send(Http2FrameWire.RST_STREAM, 0, stream, Http2FrameWire.number(8));
                }),
                Arguments.of("streams broken on purpose", (Flood) (client, _) -> {
                    int stream = client.open(0, request("POST", "/"));
                    client.send(Http2FrameWire.WINDOW_UPDATE, 0, stream, Http2FrameWire.number(0));
                }),
                Arguments.of("malformed requests", (Flood)
                        (client, _) -> client.open(END_STREAM, request("GET", "/", "Upper", "x"))),
                Arguments.of(
                        "settings", (Flood) (client, _) -> client.send(Http2FrameWire.SETTINGS, 0, 0, new byte[0])),
                Arguments.of("pings", (Flood) (client, _) -> client.send(Http2FrameWire.PING, 0, 0, new byte[8])),
                Arguments.of("priorities", (Flood)
                        (client, i) -> client.send(Http2FrameWire.PRIORITY, 0, 2 * i + 1, new byte[5])),
                Arguments.of("window updates", (Flood)
                        (client, _) -> client.send(Http2FrameWire.WINDOW_UPDATE, 0, 0, Http2FrameWire.number(1))),
                Arguments.of("unknown frames", (Flood) (client, _) -> client.send(99, 0, 0, new byte[0])),
                Arguments.of("empty data", (Flood) (client, i) -> {
                    if (i == 0) {
                        client.open(0, request("POST", "/"));
                    }
                    client.send(Http2FrameWire.DATA, 0, 1, new byte[0]);
                }),
                Arguments.of("a head without end", (Flood) (client, i) -> client.send(
                        i == 0 ? Http2FrameWire.HEADERS : Http2FrameWire.CONTINUATION,
                        0,
                        1,
                        Http2FrameWire.block("x", "y"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void a_flood_ends_its_connection_and_no_other(String name, Flood flood) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service);
                Http2FrameWire other = Http2FrameWire.to(gateway);
                Http2FrameWire client = Http2FrameWire.narrowTo(gateway)) {
            assertThat(other.get("/").status()).isEqualTo(200);

            assertThat(errorAfter(client, flood)).as(name).isEqualTo(ENHANCE_YOUR_CALM);

            assertThat(other.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void a_head_that_is_too_large_is_refused() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            client.send(
                    Http2FrameWire.HEADERS,
                    END_STREAM,
                    1,
                    Http2FrameWire.block(request("GET", "/", "x", "x".repeat(9_000))));
            client.send(Http2FrameWire.CONTINUATION, END_HEADERS, 1, Http2FrameWire.block("y", "y".repeat(9_000)));

            assertThat(client.answer(1).status()).isEqualTo(431);
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.REQUEST_TOO_LARGE);
            assertThat(service.waitingRequests()).isZero();
        }
    }

    @Test
    void a_head_that_is_much_too_large_ends_the_connection() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            byte[] part = Http2FrameWire.block("x-large", "x".repeat(16_000));
            client.send(Http2FrameWire.HEADERS, END_STREAM, 1, part);
            client.send(Http2FrameWire.CONTINUATION, 0, 1, part);
            client.send(Http2FrameWire.CONTINUATION, END_HEADERS, 1, part);

            assertThat(client.frame(Http2FrameWire.GOAWAY).errorCode()).isNotZero();
            assertThat(service.waitingRequests()).isZero();
        }
    }

    @Test
    void more_streams_than_allowed_are_turned_away() throws Exception {
        try (Service service = Service.scripted(wire -> wire.isClosed());
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            for (int i = 0; i < 100; i++) {
                client.open(0, request("POST", "/"));
            }
            int tooMany = client.open(0, request("POST", "/"));

            // Others may end meanwhile, because their service says nothing; this one never reaches a service.
            Http2FrameWire.Frame reset = client.frame(Http2FrameWire.RST_STREAM);
            for (int i = 0; i < 100 && reset.stream() != tooMany; i++) {
                reset = client.frame(Http2FrameWire.RST_STREAM);
            }

            assertThat(reset.stream()).isEqualTo(tooMany);
            assertThat(reset.errorCode()).isEqualTo(7);
        }
    }

    @Test
    void a_body_that_is_not_as_long_as_it_says_is_malformed() throws Exception {
        try (Service service = Service.scripted(wire -> wire.isClosed());
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            int stream = client.open(0, request("POST", "/", "content-length", "5"));
            client.send(Http2FrameWire.DATA, END_STREAM, stream, new byte[3]);

            Http2FrameWire.Answer answer = client.answer(stream);

            assertThat(answer.heads().isEmpty() ? 400 : answer.status()).isEqualTo(400);
            Exchanged exchange = gateway.nextExchange();
            assertThat(exchange.ending()).isEqualTo(Ending.MALFORMED_REQUEST);
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of((Object) request("GET", "/", "connection", "close")),
                Arguments.of((Object) request("GET", "/", "transfer-encoding", "chunked")),
                Arguments.of((Object) request("GET", "/", "upgrade", "websocket")),
                Arguments.of((Object) request("GET", "/", "te", "gzip")),
                Arguments.of((Object) request("GET", "/", "Upper", "x")),
                Arguments.of((Object) request("GET", "/", "x", "a\r\nb: c")),
                Arguments.of((Object) request("GET", "/", "x\r\ny", "a")),
                Arguments.of((Object) request("GET", "/", "x", "a\0b")),
                Arguments.of((Object) request("GET", "/", "x", " a")),
                Arguments.of((Object) request("GET", "/", "", "a")),
                Arguments.of((Object) request("GET", "/", "x:y", "a")),
                Arguments.of((Object) request("GET", "/", "host", "other")),
                Arguments.of((Object) request("GET", "/", ":path", "/b")),
                Arguments.of((Object) request("GET", "/", "x", "y", ":authority", "b")),
                Arguments.of((Object) request("GET", "/", "content-length", "1")),
                Arguments.of((Object) request("POST", "/", "content-length", "0", "content-length", "0")),
                Arguments.of((Object) request("GET", "/a b")),
                Arguments.of((Object) request("GET", "/ HTTP/1.1\r\nx: y\r\n\r\nGET /")),
                Arguments.of((Object) request("GET", "/a/../b")),
                Arguments.of((Object) request("GET", "/a%2fb")),
                Arguments.of((Object) request("GET", "http://test/")),
                Arguments.of((Object) request("GET /x", "/")),
                Arguments.of((Object) request("CONNECT", "/", ":protocol", "websocket")),
                Arguments.of((Object) request("GET", "/", "authorization", "a", "authorization", "b")),
                Arguments.of((Object) new String[] {":method", "CONNECT", ":authority", "test:443"}),
                Arguments.of((Object) new String[] {":method", "GET", ":scheme", "http", ":authority", "test"}),
                Arguments.of((Object) new String[] {":method", "GET", ":scheme", "http", ":path", "/"}),
                Arguments.of(
                        (Object) new String[] {":method", "GET", ":scheme", "ftp", ":authority", "a", ":path", "/"}));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_malformed_request_is_refused_and_no_service_sees_it(String[] fields) throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            Http2FrameWire.Answer answer = client.answer(client.open(END_STREAM, fields));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.MALFORMED_REQUEST);
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(service.waitingRequests()).isEqualTo(1);
        }
    }

    @Test
    void a_client_that_takes_nothing_of_its_answer_is_cut_off() throws Exception {
        String large = "x".repeat(1_000_000);
        Duration longer = Duration.ofSeconds(20);
        try (Service service = Service.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + large);
                Gateway gateway = before(service, Gateway.settings(longer, longer, Duration.ofMillis(100)));
                Http2FrameWire client = Http2FrameWire.narrowTo(gateway)) {
            int stream = client.open(END_STREAM, request("GET", "/"));

            assertThat(client.frame(Http2FrameWire.RST_STREAM).stream()).isEqualTo(stream);
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.CLIENT_ABORTED);
        }
    }

    @Test
    void a_client_with_small_windows_gets_a_long_answer_whole() throws Exception {
        String large = "0123456789".repeat(200_000);
        try (Service service = Service.answering("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + large);
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.narrowTo(gateway)) {
            client.send(Http2FrameWire.SETTINGS, 0, 0, window(1_000));

            assertThat(client.get("/").body()).isEqualTo(large);
        }
    }

    @Test
    void a_client_that_opens_its_window_byte_by_byte_is_sent_away() throws Exception {
        String large = "x".repeat(1_000_000);
        try (Service service = Service.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + large);
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.narrowTo(gateway)) {
            client.send(Http2FrameWire.SETTINGS, 0, 0, window(1));
            int stream = client.open(END_STREAM, request("GET", "/"));

            assertThat(errorAfter(client, (wire, _) -> {
                        wire.send(Http2FrameWire.WINDOW_UPDATE, 0, stream, Http2FrameWire.number(1));
                    }))
                    .isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    /// What a setting of the window for new streams is.
    private static byte[] window(int size) {
        return new byte[] {0, 4, 0, 0, (byte) (size >> 8), (byte) size};
    }

    @Test
    void trailers_must_be_in_order_too() throws Exception {
        try (Service service = Service.scripted(wire -> wire.isClosed());
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            int stream = client.open(0, request("POST", "/"));
            client.send(
                    Http2FrameWire.HEADERS,
                    END_STREAM | END_HEADERS,
                    stream,
                    Http2FrameWire.block(":path", "/", "x", "y"));

            Http2FrameWire.Answer answer = client.answer(stream);

            assertThat(answer.heads().isEmpty() ? 400 : answer.status()).isEqualTo(400);
            assertThat(gateway.nextExchange().ending()).isEqualTo(Ending.MALFORMED_REQUEST);
        }
    }

    @Test
    void a_request_that_is_given_up_in_the_same_breath_does_not_go_upstream() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service);
                Http2FrameWire client = Http2FrameWire.to(gateway)) {
            client.together(() -> {
                int given = client.open(END_STREAM, request("GET", "/given-up"));
                client.send(Http2FrameWire.RST_STREAM, 0, given, Http2FrameWire.number(8));
            });
            assertThat(client.get("/kept").status()).isEqualTo(200);
            assertThat(service.nextRequest().lines().getFirst()).contains("/kept");
            Exchanged given = gateway.nextExchange();
            assertThat(given.path()).isEqualTo("/given-up");
            assertThat(given.ending()).isEqualTo(Ending.CLIENT_ABORTED);
        }
    }

    @Test
    void an_address_that_is_sent_away_again_and_again_gets_no_more_than_a_few_connections_at_a_time() throws Exception {
        try (Service service = Service.greeting();
                Gateway gateway = before(service)) {
            for (int i = 0; i < 3; i++) {
                try (Http2FrameWire client = Http2FrameWire.to(gateway)) {
                    assertThat(errorAfter(client, (wire, _) -> wire.send(Http2FrameWire.PING, 0, 0, new byte[8])))
                            .isEqualTo(ENHANCE_YOUR_CALM);
                }
            }
            List<Wire> crowd = new ArrayList<>();
            while (gateway.figure("connections_turned_away") == 0) {
                crowd.add(Wire.to(gateway));
            }
            assertThat(crowd).hasSizeGreaterThan(10);
            assertThat(crowd.getFirst().get("/").body())
                    .as("late rather than never")
                    .isEqualTo("hello");
            try (Wire other = Wire.from("127.0.0.9", gateway)) {
                assertThat(other.get("/").body()).isEqualTo("hello");
            }
            for (Wire one : crowd) {
                one.close();
            }
        }
    }
}
