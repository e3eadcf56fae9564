package io.drawbridge.dataplane;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A client's end of an HTTP/2 connection, frame by frame. It keeps what came on each stream.
final class HostileConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int RST_STREAM = 3;
    private static final int GOAWAY = 7;
    private static final int MAX_FRAME = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 64 * 1024);
    private final Map<Integer, Stream> streams = new HashMap<>();
    private @Nullable String goneAway;
    private boolean closed;

    /// What has come on a stream so far.
    static final class Stream {
        private int status;
        private String echo = "";
        private boolean ended;
        private String reset = "";

        /// Of the final answer, 0 while it has not come.
        int status() {
            return status;
        }

        /// Which request the upstream says that it answers.
        String echo() {
            return echo;
        }

        /// The error with which the gateway reset it, or empty.
        String reset() {
            return reset;
        }

        boolean isOver() {
            return ended || !reset.isEmpty();
        }
    }

    HostileConnection(Gateway gateway) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Reads until this stream is over or the connection is.
    Stream await(int id) throws IOException {
        Stream stream = stream(id);
        while (!stream.isOver() && goneAway == null && !closed) {
            frame();
        }
        return stream;
    }

    /// Reads until the connection ends; the error with which it was said to end, or an empty text.
    String awaitEnd() throws IOException {
        while (!closed) {
            frame();
        }
        return goneAway == null ? "" : goneAway;
    }

    private Stream stream(int id) {
        return streams.computeIfAbsent(id, _ -> new Stream());
    }

    private void frame() throws IOException {
        try {
            read();
        } catch (EOFException | SocketException end) {
            closed = true;
        }
    }

    private void read() throws IOException {
        byte[] head = exactly(9);
        int length = number(head, 0, 3);
        if (length > MAX_FRAME) {
            throw new AssertionError("a frame of " + length + " bytes");
        }
        byte[] payload = exactly(length);
        Stream stream = stream(number(head, 5, 4));
        switch (head[3]) {
            case HostileFrames.DATA -> stream.ended |= (head[4] & HostileFrames.END_STREAM) != 0;
            case HostileFrames.HEADERS -> {
                if ((head[4] & HostileFrames.END_HEADERS) == 0 || (head[4] & 0x28) != 0) {
                    throw new AssertionError("a head in more than one frame, or padded");
                }
                head(stream, payload);
                stream.ended |= (head[4] & HostileFrames.END_STREAM) != 0;
            }
            case RST_STREAM -> stream.reset = error(number(payload, 0, 4));
            case GOAWAY -> goneAway = error(number(payload, 4, 4));
            default -> {
                // Settings, pings and windows are the connection's own matter.
            }
        }
    }

    private void head(Stream stream, byte[] block) {
        try {
            Http2Headers headers = decoder.decodeHeaders(1, Unpooled.wrappedBuffer(block));
            CharSequence status = headers.status();
            if (status == null || !status.toString().startsWith("1")) {
                stream.status = status == null ? stream.status : Integer.parseInt(status.toString());
                CharSequence echo = headers.get("x-echo");
                stream.echo = echo == null ? stream.echo : echo.toString();
            }
        } catch (Http2Exception malformed) {
            throw new AssertionError("the gateway's answer cannot be read", malformed);
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static int number(byte[] bytes, int from, int octets) {
        int number = 0;
        for (int i = from; i < from + octets; i++) {
            number = (number << 8) | (bytes[i] & 0xff);
        }
        return number;
    }

    /// The name of an error code (RFC 9113, section 7).
    private static String error(int code) {
        return io.netty.handler.codec.http2.Http2Error.valueOf(code).name();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
