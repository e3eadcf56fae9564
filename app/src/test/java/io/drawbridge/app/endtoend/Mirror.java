package io.drawbridge.app.endtoend;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.json.JsonMapper;

/// A service behind the gateway that says what reached it. What it does hangs on the last words of the path:
///
/// - `…/told` answers with what it was asked, with length and hash of the body, as JSON.
/// - `…/compared` compares the body with a [LongBody] and says what came of it.
/// - `…/bytes/N` answers with N bytes of a [LongBody], and with `?chunked` does not say how many.
/// - `…/echo` sends back what it is sent, while it is sent.
/// - `…/events` and `…/acknowledged/N`: see [MirrorEvents].
/// - `…/socket` sends back what it is sent in WebSocket frames.
final class Mirror implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ServerSocket server;
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final MirrorEvents events = new MirrorEvents();

    private Mirror(ServerSocket server) {
        this.server = server;
    }

    static Mirror start() throws IOException {
        Mirror mirror = new Mirror(new ServerSocket(0, 512, InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofVirtual().start(mirror::accept);
        return mirror;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /// Everything that was asked whose target has this text in it. It is there before the answer is.
    List<Asked> asked(String text) {
        return asked.stream().filter(each -> each.target().contains(text)).toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            events.close();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream input = new BufferedInputStream(socket.getInputStream(), BUFFER);
            OutputStream output = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
            while (true) {
                Asked request = Asked.read(input);
                if (request.isNone()) {
                    return;
                }
                boolean goesOn = answer(request, input, output);
                output.flush();
                if (!goesOn) {
                    return;
                }
            }
        } catch (IOException gone) {
            // A gateway that closes its connection is no failure.
        }
    }

    /// Whether the connection can be used again.
    private boolean answer(Asked request, InputStream input, OutputStream output) throws IOException {
        String path = request.path();
        if (request.field("expect").equalsIgnoreCase("100-continue")) {
            output.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            output.flush();
        }
        if (path.endsWith("/told")) {
            told(request, output);
        } else if (path.endsWith("/compared")) {
            LongBody.Comparison comparison = new LongBody.Comparison();
            request.body().transferTo(comparison);
            asked.add(request);
            full(output, "text/plain", comparison.result());
        } else if (path.contains("/bytes/")) {
            asked.add(request);
            bytes(request, output);
        } else if (path.endsWith("/echo")) {
            asked.add(request);
            echo(request, output);
        } else if (path.endsWith("/events")) {
            asked.add(request);
            return events.stream(request, output);
        } else if (path.contains("/acknowledged/")) {
            asked.add(request);
            events.acknowledged(Integer.parseInt(path.replaceFirst(".*/", "")));
            full(output, "text/plain", "");
        } else if (path.endsWith("/socket")) {
            asked.add(request);
            MirrorSocket.echo(request, input, output);
            return false;
        } else {
            head(output, "404 Not Found", "Content-Length: 0");
        }
        return true;
    }

    private void told(Asked request, OutputStream output) throws IOException {
        DigestOutputStream digest = new DigestOutputStream(OutputStream.nullOutputStream(), LongBody.digest());
        long length = request.body().transferTo(digest);
        Asked whole = request.with(
                length, HexFormat.of().formatHex(digest.getMessageDigest().digest()));
        asked.add(whole);
        full(output, "application/json", JsonMapper.shared().writeValueAsString(whole.facts()));
    }

    private static void bytes(Asked request, OutputStream output) throws IOException {
        long length = Long.parseLong(request.path().replaceFirst(".*/", ""));
        boolean chunked = request.target().endsWith("?chunked");
        head(
                output,
                "200 OK",
                "Content-Type: application/octet-stream",
                chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
        if (request.method().equals("HEAD")) {
            return;
        }
        try (InputStream body = LongBody.of(length)) {
            if (chunked) {
                chunks(body, output);
            } else {
                body.transferTo(output);
            }
        }
    }

    private static void echo(Asked request, OutputStream output) throws IOException {
        head(output, "200 OK", "Content-Type: application/octet-stream", "Transfer-Encoding: chunked");
        output.flush();
        chunks(request.body(), output);
    }

    private static void chunks(InputStream body, OutputStream output) throws IOException {
        byte[] piece = new byte[BUFFER];
        for (int length = body.read(piece); length > 0; length = body.read(piece)) {
            chunk(output, piece, length);
            output.flush();
        }
        output.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    static void chunk(OutputStream output, byte[] piece, int length) throws IOException {
        output.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        output.write(piece, 0, length);
        output.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void full(OutputStream output, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        head(output, "200 OK", "Content-Type: " + type, "Content-Length: " + body.length);
        output.write(body);
    }

    static void head(OutputStream output, String status, String... fields) throws IOException {
        String lines = "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
        output.write(lines.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
