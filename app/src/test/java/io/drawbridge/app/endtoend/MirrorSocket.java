package io.drawbridge.app.endtoend;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The service's end of a WebSocket connection (RFC 6455): every frame goes back as it came, pings as pongs, and a
/// close
/// is answered with the same.
final class MirrorSocket {
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private MirrorSocket() {}

    static void echo(Asked request, InputStream input, OutputStream output) throws IOException {
        Mirror.head(
                output,
                "101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: " + accept(request.field("sec-websocket-key")));
        output.flush();
        DataInputStream frames = new DataInputStream(input);
        for (int kind = 0; kind != CLOSE; ) {
            int first = frames.readUnsignedByte();
            int second = frames.readUnsignedByte();
            int length = second & 0x7f;
            if (length == 126) {
                length = frames.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(frames.readLong());
            }
            byte[] mask = frames.readNBytes((second & 0x80) == 0 ? 0 : 4);
            byte[] payload = frames.readNBytes(length);
            for (int i = 0; i < payload.length && mask.length > 0; i++) {
                payload[i] ^= mask[i % 4];
            }
            kind = first & 0xf;
            write(output, kind == PING ? first - PING + PONG : first, payload);
            output.flush();
        }
    }

    private static void write(OutputStream output, int first, byte[] payload) throws IOException {
        output.write(first);
        if (payload.length < 126) {
            output.write(payload.length);
        } else if (payload.length <= 0xffff) {
            output.write(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
        } else {
            output.write(new byte[] {127, 0, 0, 0, 0});
            for (int shift = 24; shift >= 0; shift -= 8) {
                output.write(payload.length >> shift);
            }
        }
        output.write(payload);
    }

    private static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1")
                            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                    .getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
