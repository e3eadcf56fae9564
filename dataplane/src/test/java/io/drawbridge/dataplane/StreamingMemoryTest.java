package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Bodies far larger than memory pass through. The gateway runs as a process of its own with a small fixed heap, so
/// that
/// its resident memory is its alone.
class StreamingMemoryTest {
    private static final long BYTES = 2L << 30;
    private static final long MAY_GROW_KIB = 32 * 1024;

    @Test
    void an_upload_and_a_download_of_any_size_pass_in_little_memory() throws Exception {
        Assumptions.assumeTrue(
                Files.isReadable(Path.of("/proc/self/status")),
                "SKIPPED: there is no /proc/self/status, so resident memory is not known");
        try (Service service = Service.scripted(StreamingMemoryTest::serve)) {
            Process process = GatewayProcess.start(Transport.best(), service.port());
            try (Wire client = new Wire(new Socket(InetAddress.getLoopbackAddress(), GatewayProcess.port(process)))) {
                // The first run pays for buffers, the young generation and compiled code.
                exchange(client, 256L << 20);
                long before = residentKib(process);

                exchange(client, BYTES);

                long after = residentKib(process);
                System.out.printf(
                        "streamed %d MiB each way; resident memory %d -> %d MiB%n",
                        BYTES >> 20, before >> 10, after >> 10);
                assertThat(after - before).as("KiB more than before").isLessThan(MAY_GROW_KIB);
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    /// Reads a body and answers with as many bytes in chunks, several times on one connection.
    private static void serve(Wire wire) throws IOException {
        byte[] chunk =
                ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        while (true) {
            long bytes = Long.parseLong(wire.head().value("content-length"));
            assertThat(readAway(wire.in(), bytes)).isEqualTo(bytes);
            wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (long sent = 0; sent < bytes; sent += 1 << 16) {
                wire.out().write(chunk);
            }
            wire.send("0\r\n\r\n");
        }
    }

    private static void exchange(Wire client, long bytes) throws IOException {
        byte[] block = new byte[1 << 16];
        client.sendHead("POST / HTTP/1.1", "Host: a", "Content-Length: " + bytes);
        for (long sent = 0; sent < bytes; sent += block.length) {
            client.out().write(block);
        }
        assertThat(client.head().values("transfer-encoding")).containsExactly("chunked");
        long received = 0;
        for (long size = chunkSize(client); size > 0; size = chunkSize(client)) {
            received += readAway(client.in(), size);
            client.in().skipNBytes(2);
        }
        assertThat(client.text(2)).isEqualTo("\r\n");
        assertThat(received).isEqualTo(bytes);
    }

    private static long chunkSize(Wire client) throws IOException {
        // Without garbage, which would count as the gateway's.
        long size = 0;
        for (int octet = client.in().read(); octet != '\r'; octet = client.in().read()) {
            size = size << 4 | Character.digit(octet, 16);
        }
        assertThat(client.in().read()).isEqualTo('\n');
        return size;
    }

    private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[1 << 16]);

    private static long readAway(InputStream in, long bytes) throws IOException {
        byte[] buffer = BUFFER.get();
        long left = bytes;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return bytes - left;
            }
            left -= read;
        }
        return bytes;
    }

    private static long residentKib(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }
}
