package io.drawbridge.dataplane.listener.http1;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.dataplane.codec.Version;
import io.drawbridge.dataplane.listener.Additions;
import io.drawbridge.dataplane.listener.DateField;
import io.drawbridge.dataplane.listener.ResponseFields;
import io.drawbridge.dataplane.listener.Statuses;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Writes the heads of answers: an upstream's, with the gateway's own fields in place of the upstream's where
/// the two have one in common, and the gateway's own.
final class ResponseWriter {
    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[] SEPARATOR = ascii(": ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] DATE = ascii("Date: ");
    private static final byte[] CONTENT_TYPE = ascii("Content-Type: ");

    private static final byte[] LENGTH = ascii("Content-Length: ");

    private ResponseWriter() {}

    /// How the client's connection goes on after the answer.
    enum Onward {
        /// It is closed.
        CLOSE,
        /// It goes on as a WebSocket.
        UPGRADE,
        /// It stays open.
        KEEP,
        /// It stays open, and the client has to be told so.
        KEEP_AND_SAY_SO;

        static Onward of(Version version, boolean keepAlive) {
            return !keepAlive ? CLOSE : version == Version.HTTP_1_0 ? KEEP_AND_SAY_SO : KEEP;
        }

        private void write(ByteBuf out) {
            switch (this) {
                case CLOSE -> out.writeBytes(ResponseWriter.CLOSE);
                case UPGRADE -> out.writeBytes(ResponseWriter.UPGRADE);
                case KEEP_AND_SAY_SO -> out.writeBytes(KEEP_ALIVE);
                case KEEP -> {
                    // That is what the version means.
                }
            }
        }
    }

    /// An upstream's head.
    ///
    /// @param framing of the body as the client gets it
    /// @param toHead whether it answers a HEAD request
    static void write(
            ByteBuf out,
            ParsedResponse response,
            Framing framing,
            boolean toHead,
            Additions additions,
            Onward onward,
            DateField date) {
        status(out, response.status(), response.reason());
        Fields fields = response.fields();
        byte[] bytes = fields.bytes();
        boolean dated = false;
        for (int i = 0; i < fields.count(); i++) {
            if (ResponseFields.isPassed(response, toHead, i) && !additions.replaces(fields, i)) {
                int start = fields.nameStart(i);
                out.writeBytes(bytes, start, fields.valueEnd(i) - start);
                out.writeBytes(CRLF);
                dated |= fields.hasName(i, "date");
            }
        }
        write(out, additions);
        if (!dated) {
            date(out, date);
        }
        onward.write(out);
        switch (framing) {
            case Framing.Length length -> length(out, length.bytes());
            case Framing.Chunked _ -> out.writeBytes(CHUNKED);
            case Framing.None _ -> {
                if (!toHead && response.status() != 204 && response.status() != 304) {
                    length(out, 0);
                }
            }
            case Framing.UntilClose _ -> {
                // The end of the connection says it.
            }
        }
        out.writeBytes(CRLF);
    }

    /// A head of an interim answer, such as `100 Continue` or `103 Early Hints`.
    static void interim(ByteBuf out, ParsedResponse response) {
        status(out, response.status(), response.reason());
        Fields fields = response.fields();
        for (int i = 0; i < fields.count(); i++) {
            if (ResponseFields.isPassed(response, false, i)) {
                int start = fields.nameStart(i);
                out.writeBytes(fields.bytes(), start, fields.valueEnd(i) - start);
                out.writeBytes(CRLF);
            }
        }
        out.writeBytes(CRLF);
    }

    /// The head that ends HTTP on this connection.
    static void switched(ByteBuf out, ParsedResponse response, Additions additions, DateField date) {
        write(out, response, Framing.UNTIL_CLOSE, false, additions, Onward.UPGRADE, date);
    }

    /// An answer of the gateway's own.
    ///
    /// @param bodiless whether it has no body: it answers a HEAD request, or its status has none
    static void own(
            ByteBuf out,
            int status,
            String contentType,
            byte[] body,
            List<HeaderField> fields,
            boolean bodiless,
            Additions additions,
            Onward onward,
            DateField date) {
        status(out, status, Statuses.reason(status));
        for (HeaderField field : fields) {
            if (additions.replaces(field.name().toLowerCase(Locale.ROOT))) {
                continue;
            }
            ascii(out, field.name());
            out.writeBytes(SEPARATOR);
            ascii(out, field.value());
            out.writeBytes(CRLF);
        }
        write(out, additions);
        date(out, date);
        if (!contentType.isEmpty()) {
            out.writeBytes(CONTENT_TYPE);
            ascii(out, contentType);
            out.writeBytes(CRLF);
        }
        onward.write(out);
        if (status != 204 && status != 304) {
            length(out, body.length);
        }
        out.writeBytes(CRLF);
        if (!bodiless) {
            out.writeBytes(body);
        }
    }

    private static void status(ByteBuf out, int status, String reason) {
        out.writeBytes(VERSION);
        out.writeByte('0' + status / 100);
        out.writeByte('0' + status / 10 % 10);
        out.writeByte('0' + status % 10);
        out.writeByte(' ');
        ascii(out, reason);
        out.writeBytes(CRLF);
    }

    private static void write(ByteBuf out, Additions additions) {
        List<FieldBlock> obligations = additions.obligations();
        for (int i = 0; i < obligations.size(); i++) {
            out.writeBytes(obligations.get(i).encoded());
        }
        out.writeBytes(additions.crossOrigin().encoded());
        List<FieldBlock> advice = additions.advice();
        for (int i = 0; i < advice.size(); i++) {
            out.writeBytes(advice.get(i).encoded());
        }
    }

    private static void length(ByteBuf out, long bytes) {
        out.writeBytes(LENGTH);
        ascii(out, Long.toString(bytes));
        out.writeBytes(CRLF);
    }

    static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void date(ByteBuf out, DateField date) {
        out.writeBytes(DATE);
        out.writeBytes(date.value());
        out.writeBytes(CRLF);
    }
}
