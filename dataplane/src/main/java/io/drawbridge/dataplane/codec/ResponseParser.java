package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import java.nio.charset.StandardCharsets;

/// Reads the head of an upstream's answer (RFC 9112, sections 4 to 6) as strictly as a request's: an answer that can
/// be
/// read in two
/// ways would desynchronise the connection that is shared with others.
public final class ResponseParser {
    private final HeadLimits limits;

    public ResponseParser(HeadLimits limits) {
        this.limits = limits;
    }

    /// @param head from the status line to the empty line, both included; it is kept
    /// @param method the method of the request that it answers
    public ParsedResponse parse(byte[] head, String method) throws MalformedMessage {
        if (head.length < 15
                || head[0] != 'H'
                || head[1] != 'T'
                || head[2] != 'T'
                || head[3] != 'P'
                || head[4] != '/'
                || head[5] != '1'
                || head[6] != '.'
                || (head[7] != '0' && head[7] != '1')
                || head[8] != ' ') {
            throw MalformedMessage.ambiguous("an answer that does not begin with HTTP/1.0 or HTTP/1.1");
        }
        int minor = head[7] - '0';
        int status = 0;
        for (int at = 9; at < 12; at++) {
            if (!Octets.isDigit(head[at])) {
                throw MalformedMessage.ambiguous("an answer without a status of three digits");
            }
            status = status * 10 + (head[at] - '0');
        }
        if (status < 100 || status > 599) {
            throw MalformedMessage.ambiguous("an answer with the status " + status);
        }
        int at = 12;
        String reason = "";
        if (head[at] == ' ') {
            int start = ++at;
            while (Octets.isFieldValue(FieldSection.octet(head, at))) {
                at++;
            }
            reason = reason(head, start, at);
        }
        if (!FieldSection.isLineEnd(head, at)) {
            throw MalformedMessage.ambiguous("a status line that does not end with CR and LF");
        }
        Fields fields = FieldSection.read(head, at + 2, limits);
        Connection connection = Connection.of(fields);
        Framing declared = FieldSection.framing(fields, minor > 0, Framing.UNTIL_CLOSE);
        boolean bodiless = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        Framing framing = bodiless ? Framing.NONE : declared;
        boolean keepAlive = minor > 0 ? !connection.close() : connection.keepAlive() && !connection.close();
        return new ParsedResponse(
                status, reason, fields, framing, connection, keepAlive && !framing.equals(Framing.UNTIL_CLOSE));
    }

    private static String reason(byte[] head, int start, int end) {
        if (end - start == 2 && head[start] == 'O' && head[start + 1] == 'K') {
            return "OK";
        }
        return new String(head, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
