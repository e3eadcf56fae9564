package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.event.Exchanged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who does not read stops who sends to it, and nobody else; what the gateway holds meanwhile is bounded.
@OnEveryTransport
class BackPressureTest {
    /// Enough to fill every buffer of the machine's and the gateway's between the two ends, many times.
    private static final long TOTAL = 64L << 20;
    /// What those buffers may hold at the most, the kernel's own (up to 6 MiB each) included.
    private static final long HELD = 16L << 20;
    /// How long a socket takes nothing until it is taken for full. Too short could only make a test pass wrongly.
    private static final long FULL_MILLIS = 400;

    private final Transport transport;

    BackPressureTest(Transport transport) {
        this.transport = transport;
    }

    /// Sends as much as goes, up to a limit.
    private static long sendUntilFull(SocketChannel channel, byte[] block, long limit) throws IOException {
        channel.configureBlocking(false);
        long sent = 0;
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer buffer = ByteBuffer.wrap(block);
            while (sent < limit && selector.select(FULL_MILLIS) > 0) {
                selector.selectedKeys().clear();
                buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + limit - sent));
                sent += channel.write(buffer);
                if (buffer.position() == buffer.capacity()) {
                    buffer.clear();
                }
            }
        }
        return sent;
    }

    private static void assertOthersAreServed(Gateway gateway) throws IOException {
        for (int i = 0; i < 50; i++) {
            try (Wire other = Wire.to(gateway)) {
                assertThat(other.get("/quick").body()).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "Transfer-Encoding", "Connection"})
    void a_client_that_does_not_read_stops_the_upstream_and_nobody_else(String framing) throws Exception {
        LinkedBlockingQueue<Long> sent = new LinkedBlockingQueue<>();
        try (Service quick = Service.greeting();
                Service slow = Service.scripted(wire -> {
                    wire.request();
                    byte[] block = new byte[1 << 16];
                    String head = "HTTP/1.1 200 OK\r\n";
                    if (framing.equals("Content-Length")) {
                        wire.send(head + "Content-Length: " + TOTAL + "\r\n\r\n");
                    } else if (framing.equals("Connection")) {
                        wire.send(head + "Connection: close\r\n\r\n");
                    } else {
                        wire.send(head + "Transfer-Encoding: chunked\r\n\r\n");
                    }
                    long bytes = 0;
                    while (bytes < TOTAL) {
                        if (framing.equals("Transfer-Encoding")) {
                            wire.send("10000\r\n");
                        }
                        wire.out().write(block);
                        bytes += block.length;
                        sent.add(bytes);
                        if (framing.equals("Transfer-Encoding")) {
                            wire.send("\r\n");
                        }
                    }
                    if (framing.equals("Transfer-Encoding")) {
                        wire.send("0\r\n\r\n");
                    }
                });
                Gateway gateway = Gateway.on(transport)
                        .routes(
                                Gateway.route("/slow", Gateway.forward(slow.port())),
                                Gateway.route("/quick", Gateway.forward(quick.port())))
                        .start();
                Wire client = Wire.narrowTo(gateway)) {
            client.sendGet("/slow");
            Message head = client.head();
            assertThat(head.status()).isEqualTo(200);
            long before = untilItStops(sent);
            assertThat(before).as("what the gateway took from the upstream").isLessThan(HELD);
            assertOthersAreServed(gateway);
            assertThat(sent).as("the upstream is still stopped").isEmpty();

            long read = 0;
            byte[] buffer = new byte[1 << 16];
            if (head.has("transfer-encoding")) {
                for (long size = size(client); size > 0; size = size(client)) {
                    client.in().skipNBytes(size);
                    read += size;
                    assertThat(client.text(2)).isEqualTo("\r\n");
                }
            } else {
                while (read < TOTAL) {
                    read += client.in().read(buffer);
                }
            }
            assertThat(read).isEqualTo(TOTAL);
        }
    }

    private static long size(Wire client) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append(client.text(1));
        }
        return Long.parseLong(line.substring(0, line.length() - 2), 16);
    }

    /// The last number that came before none came for a while.
    private static long untilItStops(LinkedBlockingQueue<Long> progress) throws InterruptedException {
        long last = 0;
        for (Long next = progress.take();
                next != null;
                next = progress.poll(FULL_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            last = next;
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_upstream_that_does_not_read_stops_the_client_and_nobody_else(boolean chunked) throws Exception {
        Signal read = new Signal();
        LinkedBlockingQueue<Long> received = new LinkedBlockingQueue<>();
        try (Service quick = Service.greeting();
                Service slow = Service.narrow(wire -> {
                    Message head = wire.head();
                    read.await();
                    long bytes = 0;
                    if (head.has("transfer-encoding")) {
                        for (long size = size(wire); size > 0; size = size(wire)) {
                            wire.in().skipNBytes(size);
                            bytes += size;
                            wire.text(2);
                        }
                        wire.text(2);
                    } else {
                        bytes = Long.parseLong(head.value("content-length"));
                        wire.in().skipNBytes(bytes);
                    }
                    received.add(bytes);
                    wire.answer(200, "read");
                });
                Gateway gateway = Gateway.on(transport)
                        .routes(
                                Gateway.route("/slow", Gateway.forward(slow.port())),
                                Gateway.route("/quick", Gateway.forward(quick.port())))
                        .start();
                SocketChannel channel = SocketChannel.open(gateway.address);
                Wire client = new Wire(channel.socket())) {
            String head = "POST /slow HTTP/1.1\r\nHost: a\r\n"
                    + (chunked
                            ? "Transfer-Encoding: chunked\r\n\r\n" + Long.toHexString(TOTAL) + "\r\n"
                            : "Content-Length: " + TOTAL + "\r\n\r\n");
            channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
            long before = sendUntilFull(channel, new byte[1 << 16], TOTAL);
            assertThat(before).as("what the gateway took from the client").isLessThan(HELD);
            assertOthersAreServed(gateway);

            read.give();
            channel.configureBlocking(true);
            byte[] block = new byte[1 << 16];
            for (long sent = before; sent < TOTAL; ) {
                int length = (int) Math.min(block.length, TOTAL - sent);
                client.out().write(block, 0, length);
                sent += length;
            }
            client.send(chunked ? "\r\n0\r\n\r\n" : "");
            assertThat(client.receive().body()).isEqualTo("read");
            assertThat(received.take()).isEqualTo(TOTAL);
        }
    }

    @Test
    void a_client_that_sends_ahead_and_does_not_read_is_not_read_either() throws Exception {
        byte[] requests = "GET /nothing-here HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Service quick = Service.greeting();
                Gateway gateway = Gateway.on(transport)
                        .routes(Gateway.route("/quick", Gateway.forward(quick.port())))
                        .start();
                SocketChannel channel = SocketChannel.open()) {
            channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, 32 * 1024);
            channel.connect(gateway.address);
            long sent = sendUntilFull(channel, requests, TOTAL);
            assertThat(sent)
                    .as("requests of which nobody read the answers, in bytes")
                    .isLessThan(HELD);
            assertThat(gateway.eventsSoFar().stream()
                            .mapToLong(event -> ((Exchanged) event).responseBytes())
                            .sum())
                    .as("answers that nobody read, in bytes")
                    .isLessThan(HELD);
            assertOthersAreServed(gateway);

            channel.configureBlocking(true);
            try (Wire client = new Wire(channel.socket())) {
                for (int i = 0; i < 10_000; i++) {
                    assertThat(client.receive().status()).isEqualTo(404);
                }
            }
        }
    }
}
