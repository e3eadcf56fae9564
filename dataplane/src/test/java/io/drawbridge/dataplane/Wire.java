package io.drawbridge.dataplane;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// One end of a connection, byte for byte: a client's, or a service's.
final class Wire implements AutoCloseable {
    /// Longer than anything takes; only a test that fails waits for it.
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    static Wire to(Gateway gateway) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
    }

    /// A client with this loopback address.
    static Wire from(String address, Gateway gateway) throws IOException {
        return new Wire(new Socket(gateway.address.getAddress(), gateway.port(), InetAddress.getByName(address), 0));
    }

    /// A client that has room for little of what it is sent.
    static Wire narrowTo(Gateway gateway) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(32 * 1024);
        socket.setSendBufferSize(32 * 1024);
        socket.connect(gateway.address);
        return new Wire(socket);
    }

    /// Sends these lines, each ended by CR and LF, and an empty one.
    Wire sendHead(String... lines) throws IOException {
        return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    Wire send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /// Sends an answer with this status and body.
    Wire answer(int status, String body) throws IOException {
        return send("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /// A GET request for this path, and its answer.
    Message get(String path, String... lines) throws IOException {
        return sendGet(path, lines).receive();
    }

    Wire sendGet(String path, String... lines) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: test\r\n");
        for (String line : lines) {
            send(line + "\r\n");
        }
        return send("\r\n");
    }

    /// The next request, with its body.
    Message request() throws IOException {
        return Message.read(in, false, false);
    }

    /// The head of the next message, and no more.
    Message head() throws IOException {
        return Message.read(in, true, false);
    }

    /// The next answer to anything but HEAD, with its body.
    Message receive() throws IOException {
        in.mark(16);
        String start = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        in.reset();
        boolean bodiless = start.matches("HTTP/1.1 (1..|204|304)");
        return Message.read(in, bodiless, true);
    }

    String text(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /// Waits for the other end to close, in whichever way; false where it sends something instead.
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /// Closes the sending half.
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /// Closes with a reset.
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void hangUp() throws IOException {
        socket.close();
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    @Override
    public void close() throws IOException {
        hangUp();
    }
}
