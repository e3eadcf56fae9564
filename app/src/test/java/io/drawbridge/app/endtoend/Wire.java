package io.drawbridge.app.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// One client connection, from a loopback address of its own. It sends exactly what it is told, and leaves the
/// connection open from one request to the next.
final class Wire implements AutoCloseable {
    private static final int LONGEST_WAIT = 60_000;

    private final Socket socket = new Socket();
    private final InputStream input;
    private final String host;

    private Wire(URI to, String from) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(to.getHost()), to.getPort()), LONGEST_WAIT);
        socket.setSoTimeout(LONGEST_WAIT);
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
        host = to.getAuthority();
    }

    static Wire open(URI to, String from) throws IOException {
        return new Wire(to, from);
    }

    /// Sends one request without a body and reads its answer.
    ///
    /// @param fields whole lines, such as `Authorization: Bearer x`
    Reply send(String method, String target, String... fields) throws IOException {
        write(head(method, target, fields));
        return read(method);
    }

    /// Sends one request with a body and reads its answer.
    Reply sendBody(String method, String target, String body, String... fields) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head = head(method, target, fields);
        write(head.substring(0, head.length() - 2) + "Content-Length: " + length + "\r\n\r\n" + body);
        return read(method);
    }

    private String head(String method, String target, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    Reply read(String method) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(octet());
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Reply reply = Reply.head(text.substring(0, text.length() - 4), "");
        if (method.equals("HEAD") || reply.status() == 204 || reply.status() == 304) {
            return reply;
        }
        byte[] body = reply.field("transfer-encoding").isEmpty()
                ? exactly(Integer.parseInt(reply.field("content-length")))
                : chunks();
        return new Reply(reply.status(), reply.fields(), new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            body.writeBytes(exactly(size));
            line();
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = octet(); c != '\n'; c = octet()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private int octet() throws IOException {
        int octet = input.read();
        if (octet < 0) {
            throw new EOFException("the connection is closed");
        }
        return octet;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
