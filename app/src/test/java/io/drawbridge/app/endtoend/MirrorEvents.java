package io.drawbridge.app.endtoend;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Six server-sent events over three connections. Each is sent only when the one before was acknowledged: whoever holds
/// an event back until more comes gets nothing more. The first connection ends after the third event as it should, the
/// second breaks off after the fifth.
final class MirrorEvents {
    private static final int LAST = 6;

    private final ConcurrentHashMap<Integer, CountDownLatch> acknowledged = new ConcurrentHashMap<>();

    void acknowledged(int event) {
        latch(event).countDown();
    }

    private CountDownLatch latch(int event) {
        return acknowledged.computeIfAbsent(event, _ -> new CountDownLatch(1));
    }

    /// Whether the connection can be used again.
    boolean stream(Asked request, OutputStream output) throws IOException {
        int last = Integer.parseInt(request.fields().getOrDefault("last-event-id", "0"));
        Mirror.head(
                output,
                "200 OK",
                "Content-Type: text/event-stream",
                "Cache-Control: no-store",
                "Transfer-Encoding: chunked");
        send(output, "retry: 20\n\n");
        for (int event = last + 1; event <= LAST; event++) {
            await(event - 1);
            send(output, "id: " + event + "\ndata: event " + event + "\n\n");
            if (event == 5) {
                await(event);
                return false;
            }
            if (event == 3) {
                break;
            }
        }
        output.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    private void await(int event) throws IOException {
        try {
            if (event > 0 && !latch(event).await(60, TimeUnit.SECONDS)) {
                throw new IOException("event " + event + " was not acknowledged");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void send(OutputStream output, String text) throws IOException {
        byte[] piece = text.getBytes(StandardCharsets.UTF_8);
        Mirror.chunk(output, piece, piece.length);
        output.flush();
    }

    /// Nobody waits any longer.
    void close() {
        acknowledged.values().forEach(CountDownLatch::countDown);
    }
}
