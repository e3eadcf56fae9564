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
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// An API made by hand. What it does hangs on the path: `…/slow` answers when it is let, `…/die` sends half a body
/// and
/// closes, everything else is answered at once with the request's own first line.
final class Upstream implements AutoCloseable {
    private final ServerSocket server;
    private final CountDownLatch let = new CountDownLatch(1);
    private final List<String> heads = new CopyOnWriteArrayList<>();

    private Upstream(ServerSocket server) {
        this.server = server;
    }

    static Upstream start() throws IOException {
        Upstream upstream = new Upstream(new ServerSocket(0, 200, InetAddress.ofLiteral("127.0.0.1")));
        Thread.ofVirtual().start(upstream::accept);
        return upstream;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /// The heads of all requests that came, in lower case.
    List<String> heads() {
        return heads;
    }

    boolean hasSeen(String text) {
        return heads.stream().anyMatch(head -> head.contains(text));
    }

    /// Has everything slow be answered.
    void letGo() {
        let.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            let.countDown();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream input = new BufferedInputStream(socket.getInputStream());
            OutputStream output = new BufferedOutputStream(socket.getOutputStream());
            for (String head = head(input); !head.isEmpty(); head = head(input)) {
                heads.add(head);
                answer(head, output);
                output.flush();
                if (path(head).endsWith("/die")) {
                    return;
                }
            }
        } catch (IOException gone) {
            // A gateway that closes its connection is no failure.
        }
    }

    private void answer(String head, OutputStream output) throws IOException {
        if (path(head).endsWith("/slow")) {
            try {
                let.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        String body = head.lines().findFirst().orElse("");
        int length = path(head).endsWith("/die") ? body.length() + 1_000 : body.length();
        output.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String path(String head) {
        return head.split(" ", 3)[1].replaceFirst("\\?.*", "");
    }

    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = input.read(); c >= 0; c = input.read()) {
            head.append((char) c);
            if (c == '\n'
                    && head.length() >= 4
                    && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                return head.toString().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
