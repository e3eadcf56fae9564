package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.Target;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Reads one request head (RFC 9112, sections 2 to 6) and refuses what is ambiguous.
public final class RequestParser {
    private static final Target ROOT = new Target("/", "");
    /// Fields that policies and services read as if there were one; a second one could be the one that the
    /// other side reads.
    private static final String[] SINGLE = {
        "authorization",
        "content-type",
        "origin",
        "access-control-request-method",
        "x-api-key",
        "x-admin-key",
        "proxy-authorization"
    };
    /// In any other letters they are other methods to this gateway, and the same ones to a server that folds
    /// them.
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final HeadLimits limits;

    public RequestParser(HeadLimits limits) {
        this.limits = limits;
    }

    /// @param head from the first byte of the request line to the empty line, both included; it is kept
    /// @throws MalformedMessage with the status to refuse it with: 400, 414, 417, 431 or 505
    public ParsedRequest parse(byte[] head) throws MalformedMessage {
        int methodEnd = 0;
        while (Octets.isToken(FieldSection.octet(head, methodEnd))) {
            methodEnd++;
        }
        if (methodEnd == 0 || methodEnd > 32 || head[methodEnd] != ' ') {
            throw MalformedMessage.ambiguous("a request line that does not begin with a method and one space");
        }
        int targetStart = methodEnd + 1;
        int targetEnd = targetStart;
        while (Octets.isQuery(FieldSection.octet(head, targetEnd))) {
            targetEnd++;
        }
        if (targetEnd == targetStart || head[targetEnd] != ' ') {
            throw MalformedMessage.ambiguous(
                    "a request target that is empty or holds a character that it must not hold");
        }
        if (targetEnd - targetStart > limits.bytes() / 2) {
            throw new MalformedMessage(414, "a request target of more than " + limits.bytes() / 2 + " bytes");
        }
        int minor = version(head, targetEnd + 1);
        Fields fields = FieldSection.read(head, targetEnd + 11, limits);
        String method = method(head, methodEnd);
        refuseMethod(method);
        String host = host(fields, minor);
        boolean asterisk = targetEnd == targetStart + 1 && head[targetStart] == '*';
        if (asterisk && !method.equals("OPTIONS")) {
            throw MalformedMessage.ambiguous("the target * with a method other than OPTIONS");
        }
        Target target = asterisk ? ROOT : TargetParser.parse(head, targetStart, targetEnd, host);
        String authority = host.isEmpty() ? TargetParser.authority(head, targetStart, targetEnd) : host;
        for (String name : SINGLE) {
            FieldSection.only(fields, name);
        }
        Framing framing = FieldSection.framing(fields, minor > 0, Framing.NONE);
        Connection connection = Connection.of(fields);
        return new ParsedRequest(
                new RequestHead(method, target, authority, fields),
                minor > 0 ? Version.HTTP_1_1 : Version.HTTP_1_0,
                asterisk,
                framing,
                connection,
                minor > 0 ? !connection.close() : connection.keepAlive() && !connection.close(),
                expectsContinue(fields, minor));
    }

    private static int version(byte[] head, int at) throws MalformedMessage {
        if (head.length < at + 10
                || head[at] != 'H'
                || head[at + 1] != 'T'
                || head[at + 2] != 'T'
                || head[at + 3] != 'P'
                || head[at + 4] != '/'
                || !Octets.isDigit(head[at + 5])
                || head[at + 6] != '.'
                || !Octets.isDigit(head[at + 7])
                || !FieldSection.isLineEnd(head, at + 8)) {
            throw MalformedMessage.ambiguous("a request line that does not end with a version, CR and LF");
        }
        if (head[at + 5] != '1' || head[at + 7] > '1') {
            throw new MalformedMessage(505, "a version other than HTTP/1.0 and HTTP/1.1");
        }
        return head[at + 7] - '0';
    }

    private static String method(byte[] head, int end) {
        // The frequent ones without a new string.
        return switch (end) {
            case 3 ->
                head[0] == 'G' && head[1] == 'E' && head[2] == 'T'
                        ? "GET"
                        : head[0] == 'P' && head[1] == 'U' && head[2] == 'T' ? "PUT" : text(head, end);
            case 4 ->
                head[0] == 'P' && head[1] == 'O' && head[2] == 'S' && head[3] == 'T'
                        ? "POST"
                        : head[0] == 'H' && head[1] == 'E' && head[2] == 'A' && head[3] == 'D'
                                ? "HEAD"
                                : text(head, end);
            default -> text(head, end);
        };
    }

    private static void refuseMethod(String method) throws MalformedMessage {
        if (method.equals("CONNECT")) {
            throw MalformedMessage.ambiguous("CONNECT, which asks for a tunnel");
        }
        if (!KNOWN.contains(method) && KNOWN.contains(method.toUpperCase(Locale.ROOT))) {
            throw MalformedMessage.ambiguous("a method that is a known one but for the case of its letters");
        }
    }

    private static String text(byte[] head, int end) {
        return new String(head, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static String host(Fields fields, int minor) throws MalformedMessage {
        int index = FieldSection.only(fields, "host");
        if (index < 0) {
            if (minor > 0) {
                throw MalformedMessage.ambiguous("an HTTP/1.1 request without Host");
            }
            return "";
        }
        return Authority.parse(fields.bytes(), fields.valueStart(index), fields.valueEnd(index));
    }

    private static boolean expectsContinue(Fields fields, int minor) throws MalformedMessage {
        int index = FieldSection.only(fields, "expect");
        if (index < 0) {
            return false;
        }
        if (!fields.value(index).equalsIgnoreCase("100-continue")) {
            throw new MalformedMessage(417, "an expectation other than 100-continue");
        }
        return minor > 0;
    }
}
