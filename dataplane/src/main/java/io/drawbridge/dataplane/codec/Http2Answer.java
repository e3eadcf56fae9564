package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Reads the head of an answer that came over HTTP/2 (RFC 9113, section 8.3.2), field by field, as strictly as
/// a request's: it is put in the form of HTTP/1.1 and read by the parser that reads every other answer.
public final class Http2Answer {
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream(512);
    private String status = "";
    private boolean regular;

    /// Takes the next field. The arrays are read only.
    ///
    /// @throws MalformedMessage when the field makes the answer malformed
    public void add(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo)
            throws MalformedMessage {
        Http2Fields.checkValue(value, valueFrom, valueTo);
        if (nameFrom < nameTo && name[nameFrom] == ':') {
            if (regular || !status.isEmpty() || !Http2Fields.is(name, nameFrom, nameTo, ":status")) {
                throw MalformedMessage.ambiguous("a pseudo-header field that no answer has");
            }
            status = new String(value, valueFrom, valueTo - valueFrom, StandardCharsets.ISO_8859_1);
            return;
        }
        regular = true;
        Http2Fields.checkName(name, nameFrom, nameTo);
        if (Http2Fields.isAboutTheConnection(name, nameFrom, nameTo)) {
            throw MalformedMessage.ambiguous("a field in HTTP/2 that is about an HTTP/1.1 connection");
        }
        Http2Fields.line(fields, name, nameFrom, nameTo, value, valueFrom, valueTo);
    }

    /// The answer, when every field has been taken.
    ///
    /// @param method of the request
    /// @param whole whether nothing follows the head
    public ParsedResponse finish(ResponseParser parser, String method, boolean whole) throws MalformedMessage {
        ByteArrayOutputStream head = new ByteArrayOutputStream(fields.size() + 32);
        head.writeBytes(("HTTP/1.1 " + status + " \r\n").getBytes(StandardCharsets.ISO_8859_1));
        head.writeBytes(fields.toByteArray());
        head.write('\r');
        head.write('\n');
        ParsedResponse parsed = parser.parse(head.toByteArray(), method);
        if (parsed.status() == 101) {
            throw MalformedMessage.ambiguous("a switch of protocols in HTTP/2");
        }
        Framing framing = whole
                ? Framing.NONE
                : switch (parsed.framing()) {
                    case Framing.UntilClose _ -> Framing.CHUNKED;
                    case Framing.None _, Framing.Length _, Framing.Chunked _ -> parsed.framing();
                };
        return new ParsedResponse(
                parsed.status(), parsed.reason(), parsed.fields(), framing, parsed.connection(), false);
    }

    /// The fields that came behind the body.
    public Fields trailers() throws MalformedMessage {
        if (!status.isEmpty()) {
            throw MalformedMessage.ambiguous("a pseudo-header field behind the body");
        }
        return Http2Fields.section(fields);
    }
}
