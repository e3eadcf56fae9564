package io.drawbridge.dataplane;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A client of HTTP/2, frame for frame, that may say anything.
final class Http2FrameWire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    /// @param payload without padding
    // Nobody compares frames.
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean isLast() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }

        int errorCode() {
            int at = type == GOAWAY ? 4 : 0;
            return ByteBuffer.wrap(payload).getInt(at);
        }
    }

    /// An answer, as far as it came.
    ///
    /// @param error of the reset that came behind or in place of it, or -1
    record Answer(List<String> heads, String body, List<String> trailers, int error) {
        int status() {
            return Integer.parseInt(value(":status"));
        }

        String value(String name) {
            return heads.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .reduce((_, last) -> last)
                    .orElse("");
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private OutputStream out;
    private int nextStream = 1;

    private Http2FrameWire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(15_000);
        this.out = socket.getOutputStream();
        this.in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 65_536));
    }

    /// Connects and greets, with room for large answers.
    static Http2FrameWire to(Gateway gateway) throws IOException {
        Http2FrameWire wire = new Http2FrameWire(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
        wire.socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        wire.send(SETTINGS, 0, 0, new byte[] {0, 4, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        wire.send(WINDOW_UPDATE, 0, 0, number(1 << 30));
        return wire;
    }

    /// Connects and greets; the gateway may send 64 KiB and then has to wait for windows.
    static Http2FrameWire narrowTo(Gateway gateway) throws IOException {
        Http2FrameWire wire = new Http2FrameWire(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
        wire.socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        wire.send(SETTINGS, 0, 0, new byte[0]);
        return wire;
    }

    Http2FrameWire send(int type, int flags, int stream, byte[] payload) throws IOException {
        byte[] frame = new byte[9 + payload.length];
        frame[0] = (byte) (payload.length >> 16);
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        System.arraycopy(number(stream), 0, frame, 5, 4);
        System.arraycopy(payload, 0, frame, 9, payload.length);
        out.write(frame);
        return this;
    }

    /// What is sent at once, in one piece.
    interface Sending {
        void send() throws IOException;
    }

    /// Sends all of it in one piece.
    void together(Sending sending) throws IOException {
        OutputStream before = out;
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        out = piece;
        sending.send();
        out = before;
        out.write(piece.toByteArray());
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    /// Fields as a header block without compression: name, value, name, value, …
    static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0x10);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /// The fields that every request has, and these.
    static String[] request(String method, String path, String... more) {
        List<String> fields =
                new ArrayList<>(List.of(":method", method, ":scheme", "http", ":authority", "test", ":path", path));
        fields.addAll(List.of(more));
        return fields.toArray(String[]::new);
    }

    /// Opens a stream with these fields, and says whether that is all.
    int open(int flags, String... fields) throws IOException {
        int stream = nextStream;
        nextStream += 2;
        send(HEADERS, flags | END_HEADERS, stream, block(fields));
        return stream;
    }

    Answer get(String path, String... more) throws IOException {
        return answer(open(END_STREAM, request("GET", path, more)));
    }

    /// The next frame.
    Frame frame() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        return new Frame(type, flags, stream, in.readNBytes(length));
    }

    /// The next frame of this type.
    Frame frame(int type) throws IOException {
        while (true) {
            Frame frame = frame();
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    /// The answer on a stream, to its end or its reset. Windows are opened as it comes.
    Answer answer(int stream) throws IOException {
        List<String> heads = new ArrayList<>();
        List<String> trailers = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean whole = false;
        while (true) {
            Frame frame;
            try {
                frame = frame();
            } catch (EOFException | SocketException closed) {
                throw new AssertionError("closed after " + heads + body, closed);
            }
            if (frame.stream() != stream) {
                continue;
            }
            if (frame.type() == RST_STREAM) {
                return new Answer(heads, body.toString(StandardCharsets.ISO_8859_1), trailers, frame.errorCode());
            }
            if (frame.type() == HEADERS) {
                (heads.isEmpty() || heads.getLast().startsWith(":status: 1") ? heads : trailers).addAll(decode(frame));
            } else if (frame.type() == DATA) {
                body.writeBytes(frame.payload());
                if (frame.payload().length > 0 && !frame.isLast()) {
                    send(WINDOW_UPDATE, 0, stream, number(frame.payload().length));
                    send(WINDOW_UPDATE, 0, 0, number(frame.payload().length));
                }
            }
            whole |= frame.isLast();
            if (whole) {
                return new Answer(heads, body.toString(StandardCharsets.ISO_8859_1), trailers, -1);
            }
        }
    }

    private List<String> decode(Frame frame) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            Http2Headers headers = decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
            headers.forEach(field -> lines.add(field.getKey() + ": " + field.getValue()));
        } catch (Http2Exception unreadable) {
            throw new IOException(unreadable);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
