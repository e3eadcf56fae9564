package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import java.util.Arrays;

/// Reads the header fields of requests and answers alike: `name ":" OWS value OWS CRLF`, no folding, no space
/// before the colon, no bare CR or LF, no control character.
final class FieldSection {
    private FieldSection() {}

    /// @param head the whole head with the empty line at its end; the fields keep it
    /// @param from where the first field line starts
    static Fields read(byte[] head, int from, HeadLimits limits) throws MalformedMessage {
        int[] spans = new int[64];
        int count = 0;
        int at = from;
        while (!isLineEnd(head, at)) {
            if (count == limits.fields()) {
                throw new MalformedMessage(431, "more than " + limits.fields() + " header fields");
            }
            if (4 * count == spans.length) {
                spans = Arrays.copyOf(spans, spans.length * 2);
            }
            at = line(head, at, spans, 4 * count);
            count++;
        }
        if (at + 2 != head.length) {
            throw MalformedMessage.ambiguous("bytes after the empty line");
        }
        return new Fields(head, spans, count);
    }

    private static int line(byte[] head, int from, int[] spans, int span) throws MalformedMessage {
        int at = from;
        while (Octets.isToken(octet(head, at))) {
            at++;
        }
        if (octet(head, at) != ':' || at == from) {
            throw MalformedMessage.ambiguous(nameProblem(head, from, at));
        }
        spans[span] = from;
        spans[span + 1] = at++;
        while (octet(head, at) == ' ' || octet(head, at) == '\t') {
            at++;
        }
        int start = at;
        while (Octets.isFieldValue(octet(head, at))) {
            at++;
        }
        int end = at;
        while (end > start && (head[end - 1] == ' ' || head[end - 1] == '\t')) {
            end--;
        }
        spans[span + 2] = start;
        spans[span + 3] = end;
        if (!isLineEnd(head, at)) {
            throw MalformedMessage.ambiguous(
                    octet(head, at) == '\r' || octet(head, at) == '\n'
                            ? "a line that does not end with CR and LF"
                            : "a control character in a field's value");
        }
        return at + 2;
    }

    private static String nameProblem(byte[] head, int from, int at) throws MalformedMessage {
        byte octet = octet(head, at);
        if (at == from && (octet == ' ' || octet == '\t')) {
            return "a folded line";
        }
        if (octet == ' ' || octet == '\t') {
            return "a space before the colon";
        }
        if (octet == '\r' || octet == '\n') {
            return "a line without a colon, or with a bare CR or LF";
        }
        return at == from ? "a field without a name" : "a character in a field's name that is none of a token";
    }

    static boolean isLineEnd(byte[] head, int at) throws MalformedMessage {
        return octet(head, at) == '\r' && octet(head, at + 1) == '\n';
    }

    static byte octet(byte[] head, int at) throws MalformedMessage {
        if (at >= head.length) {
            throw MalformedMessage.ambiguous("a head that ends in the middle of a line");
        }
        return head[at];
    }

    /// The body length of a `Content-Length` value: digits only, at most 18 of them.
    static long contentLength(Fields fields, int index) throws MalformedMessage {
        int start = fields.valueStart(index);
        int end = fields.valueEnd(index);
        if (start == end || end - start > 18) {
            throw MalformedMessage.ambiguous("a Content-Length that is no number of at most 18 digits");
        }
        long length = 0;
        for (int at = start; at < end; at++) {
            byte octet = fields.bytes()[at];
            if (!Octets.isDigit(octet)) {
                throw MalformedMessage.ambiguous("a Content-Length that is not made of digits only");
            }
            length = length * 10 + (octet - '0');
        }
        return length;
    }

    /// The index of the only field of this name, or -1.
    static int only(Fields fields, String lowerCaseName) throws MalformedMessage {
        int index = fields.indexOf(lowerCaseName, 0);
        if (index >= 0 && fields.indexOf(lowerCaseName, index + 1) >= 0) {
            throw MalformedMessage.ambiguous("more than one " + lowerCaseName + " field");
        }
        return index;
    }

    /// What the two framing fields say, or `otherwise` where there is none of them.
    static Framing framing(Fields fields, boolean chunkedKnown, Framing otherwise) throws MalformedMessage {
        int length = only(fields, "content-length");
        int encoding = only(fields, "transfer-encoding");
        if (encoding >= 0) {
            if (length >= 0) {
                throw MalformedMessage.ambiguous("Content-Length and Transfer-Encoding together");
            }
            if (!chunkedKnown) {
                throw MalformedMessage.ambiguous("Transfer-Encoding in HTTP/1.0");
            }
            if (!fields.value(encoding).equalsIgnoreCase("chunked")) {
                throw MalformedMessage.ambiguous("a Transfer-Encoding other than chunked");
            }
            return Framing.CHUNKED;
        }
        if (length < 0) {
            return otherwise;
        }
        long bytes = contentLength(fields, length);
        return bytes == 0 ? Framing.NONE : new Framing.Length(bytes);
    }
}
