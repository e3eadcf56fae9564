package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedResponse;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Locale;

/// Writes the heads of answers: an upstream's, with the gateway's own fields in place of the upstream's where the two
/// have one in
/// common, and the gateway's own.
final class ResponseWriter {
    private static final byte[] VERSION = RequestWriter.ascii("HTTP/1.1 ");
    private static final byte[] CRLF = RequestWriter.ascii("\r\n");
    private static final byte[] SEPARATOR = RequestWriter.ascii(": ");
    private static final byte[] CHUNKED = RequestWriter.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = RequestWriter.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = RequestWriter.ascii("Connection: keep-alive\r\n");
    private static final byte[] DATE = RequestWriter.ascii("Date: ");
    private static final byte[] CONTENT_TYPE = RequestWriter.ascii("Content-Type: ");

    private ResponseWriter() {}

    /// What an answer carries beside what its origin says.
    ///
    /// @param obligations in place of the origin's fields of the same names
    /// @param crossOrigin in place of every `Access-Control-*` field of the upstream
    /// @param advice beside whatever else there is
    /// @param ownCrossOrigin whether the gateway answers for CORS on this route
    record Additions(
            List<FieldBlock> obligations, FieldBlock crossOrigin, List<FieldBlock> advice, boolean ownCrossOrigin) {
        static Additions only(FieldBlock block) {
            return new Additions(List.of(block), FieldBlock.EMPTY, List.of(), false);
        }

        private void write(ByteBuf out) {
            for (int i = 0; i < obligations.size(); i++) {
                out.writeBytes(obligations.get(i).encoded());
            }
            out.writeBytes(crossOrigin.encoded());
            for (int i = 0; i < advice.size(); i++) {
                out.writeBytes(advice.get(i).encoded());
            }
        }

        private boolean replaces(Fields fields, int index) {
            if (obligations.isEmpty() && !ownCrossOrigin) {
                return false;
            }
            return replaces(fields.name(index).toLowerCase(Locale.ROOT));
        }

        private boolean replaces(String name) {
            if (ownCrossOrigin && name.startsWith("access-control-")) {
                return true;
            }
            for (int i = 0; i < obligations.size(); i++) {
                if (obligations.get(i).names(name)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// How the client's connection goes on after the answer.
    ///
    /// @param minor the minor version of HTTP/1 that the client speaks
    record Onward(int minor, boolean keepAlive) {
        private void write(ByteBuf out) {
            if (!keepAlive) {
                out.writeBytes(CLOSE);
            } else if (minor == 0) {
                out.writeBytes(KEEP_ALIVE);
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
            if (isPassed(response, toHead, fields, i) && !additions.replaces(fields, i)) {
                int start = fields.nameStart(i);
                out.writeBytes(bytes, start, fields.valueEnd(i) - start);
                out.writeBytes(CRLF);
                dated |= fields.hasName(i, "date");
            }
        }
        additions.write(out);
        if (!dated) {
            date(out, date);
        }
        onward.write(out);
        switch (framing) {
            case Framing.Length length -> RequestWriter.length(out, length.bytes());
            case Framing.Chunked _ -> out.writeBytes(CHUNKED);
            case Framing.None _ -> {
                if (!toHead && response.status() != 204 && response.status() != 304) {
                    RequestWriter.length(out, 0);
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
            if (isPassed(response, false, fields, i)) {
                int start = fields.nameStart(i);
                out.writeBytes(fields.bytes(), start, fields.valueEnd(i) - start);
                out.writeBytes(CRLF);
            }
        }
        out.writeBytes(CRLF);
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
            RequestWriter.ascii(out, field.name());
            out.writeBytes(SEPARATOR);
            RequestWriter.ascii(out, field.value());
            out.writeBytes(CRLF);
        }
        additions.write(out);
        date(out, date);
        if (!contentType.isEmpty()) {
            out.writeBytes(CONTENT_TYPE);
            RequestWriter.ascii(out, contentType);
            out.writeBytes(CRLF);
        }
        onward.write(out);
        if (status != 204 && status != 304) {
            RequestWriter.length(out, body.length);
        }
        out.writeBytes(CRLF);
        if (!bodiless) {
            out.writeBytes(body);
        }
    }

    private static boolean isPassed(ParsedResponse response, boolean toHead, Fields fields, int index) {
        if (fields.hasName(index, "server") || fields.hasName(index, "x-powered-by")) {
            return false;
        }
        if (fields.hasName(index, "content-length")) {
            // There it speaks of the body that another request would get. A 204 never has one (RFC 9110, section
            // 8.6).
            return response.status() == 304 || (toHead && response.status() != 204);
        }
        if (!response.connection().named().isEmpty()
                && response.connection().named().contains(fields.name(index).toLowerCase(Locale.ROOT))) {
            return false;
        }
        return switch (FieldKind.of(fields.bytes(), fields.nameStart(index), fields.nameEnd(index))) {
            case OWN -> fields.hasName(index, "host");
            case IDENTITY -> !fields.name(index).toLowerCase(Locale.ROOT).startsWith("drawbridge");
            case PLAIN, CREDENTIAL, EXPECT -> true;
        };
    }

    private static void status(ByteBuf out, int status, String reason) {
        out.writeBytes(VERSION);
        out.writeByte('0' + status / 100);
        out.writeByte('0' + status / 10 % 10);
        out.writeByte('0' + status % 10);
        out.writeByte(' ');
        RequestWriter.ascii(out, reason);
        out.writeBytes(CRLF);
    }

    private static void date(ByteBuf out, DateField date) {
        out.writeBytes(DATE);
        out.writeBytes(date.value());
        out.writeBytes(CRLF);
    }
}
