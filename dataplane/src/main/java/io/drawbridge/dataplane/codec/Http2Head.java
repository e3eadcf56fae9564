package io.drawbridge.dataplane.codec;

import io.drawbridge.domain.exchange.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the head of a request that came over HTTP/2 (RFC 9113, section 8), field by field.
///
/// What HTTP/2 asks for is checked here; then the head is put in the form of HTTP/1.1 and read by the parser
/// that reads every other request, so that a request that is refused there is refused here, and one that is
/// accepted means the same. No octet that ends a line or a word in HTTP/1.1 gets past the checks, so nothing
/// can be smuggled into that form.
public final class Http2Head {
    private static final int MAX_COOKIE_CRUMBS = 100;
    private static final byte[] HOST = ascii("host");
    private static final byte[] COOKIE = ascii("cookie");

    private final RequestParser parser;
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream(512);
    private final ByteArrayOutputStream cookies = new ByteArrayOutputStream(0);
    private byte[] method = {};
    private byte[] scheme = {};
    private byte[] authority = {};
    private byte[] path = {};
    private int crumbs;
    private int hosts;
    private boolean regular;

    public Http2Head(RequestParser parser) {
        this.parser = parser;
    }

    /// Takes the next field. The arrays are read only.
    ///
    /// @throws MalformedMessage when the field makes the request malformed
    public void add(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo)
            throws MalformedMessage {
        Http2Fields.checkValue(value, valueFrom, valueTo);
        if (nameFrom < nameTo && name[nameFrom] == ':') {
            pseudo(name, nameFrom, nameTo, Arrays.copyOfRange(value, valueFrom, valueTo));
            return;
        }
        regular = true;
        Http2Fields.checkName(name, nameFrom, nameTo);
        if (Http2Fields.is(name, nameFrom, nameTo, "te")) {
            if (!Http2Fields.is(value, valueFrom, valueTo, "trailers")) {
                throw MalformedMessage.ambiguous("a TE field other than trailers in HTTP/2");
            }
        } else if (Http2Fields.isAboutTheConnection(name, nameFrom, nameTo)) {
            throw MalformedMessage.ambiguous("a field in HTTP/2 that is about an HTTP/1.1 connection");
        }
        if (Http2Fields.is(name, nameFrom, nameTo, "cookie")) {
            cookie(value, valueFrom, valueTo);
        } else if (Http2Fields.is(name, nameFrom, nameTo, "host")) {
            host(value, valueFrom, valueTo);
        } else {
            Http2Fields.line(fields, name, nameFrom, nameTo, value, valueFrom, valueTo);
        }
    }

    private void pseudo(byte[] name, int from, int to, byte[] value) throws MalformedMessage {
        if (regular) {
            throw MalformedMessage.ambiguous("a pseudo-header field behind another field");
        }
        if (value.length == 0) {
            throw MalformedMessage.ambiguous("an empty pseudo-header field");
        }
        if (Http2Fields.is(name, from, to, ":method")) {
            method = once(method, value);
        } else if (Http2Fields.is(name, from, to, ":scheme")) {
            scheme = once(scheme, value);
        } else if (Http2Fields.is(name, from, to, ":authority")) {
            authority = once(authority, value);
        } else if (Http2Fields.is(name, from, to, ":path")) {
            path = once(path, value);
        } else {
            throw MalformedMessage.ambiguous("a pseudo-header field that no request here has");
        }
    }

    private static byte[] once(byte[] before, byte[] value) throws MalformedMessage {
        if (before.length > 0) {
            throw MalformedMessage.ambiguous("a pseudo-header field that stands twice");
        }
        return value;
    }

    /// The parts of one cookie field may come apart (RFC 9113, section 8.2.3).
    private void cookie(byte[] value, int from, int to) throws MalformedMessage {
        if (++crumbs > MAX_COOKIE_CRUMBS) {
            throw new MalformedMessage(431, "a cookie in more than " + MAX_COOKIE_CRUMBS + " parts");
        }
        if (crumbs > 1) {
            cookies.write(';');
            cookies.write(' ');
        }
        cookies.write(value, from, to - from);
    }

    /// The request, when every field has been taken.
    ///
    /// @param whole whether nothing follows the head
    /// @throws MalformedMessage with the status to refuse it with
    public ParsedRequest finish(boolean whole) throws MalformedMessage {
        if (Http2Fields.is(method, 0, method.length, "CONNECT")) {
            throw MalformedMessage.ambiguous("CONNECT, which asks for a tunnel");
        }
        if (method.length == 0 || path.length == 0 || scheme.length == 0) {
            throw MalformedMessage.ambiguous("a request without :method, :scheme or :path");
        }
        if (!Http2Fields.is(scheme, 0, scheme.length, "http") && !Http2Fields.is(scheme, 0, scheme.length, "https")) {
            throw MalformedMessage.ambiguous("a scheme other than http and https");
        }
        if (path[0] != '/' && !Http2Fields.is(path, 0, path.length, "*")) {
            throw MalformedMessage.ambiguous("a :path that does not begin with a slash");
        }
        ParsedRequest request = parser.parse(head());
        Framing framing = request.framing();
        boolean lengthGiven = request.head().fields().has("content-length");
        if (whole && framing instanceof Framing.Length) {
            throw MalformedMessage.ambiguous("a Content-Length and no content");
        }
        return new ParsedRequest(
                request.head(),
                Version.HTTP_2,
                request.asterisk(),
                whole || lengthGiven ? framing : Framing.CHUNKED,
                request.connection(),
                true,
                request.expectsContinue());
    }

    private byte[] head() {
        ByteArrayOutputStream head = new ByteArrayOutputStream(fields.size() + cookies.size() + path.length + 128);
        head.writeBytes(method);
        head.write(' ');
        head.writeBytes(path);
        head.writeBytes(ascii(" HTTP/1.1\r\n"));
        if (authority.length > 0) {
            Http2Fields.line(head, HOST, 0, HOST.length, authority, 0, authority.length);
        }
        head.writeBytes(fields.toByteArray());
        if (crumbs > 0) {
            byte[] cookie = cookies.toByteArray();
            Http2Fields.line(head, COOKIE, 0, COOKIE.length, cookie, 0, cookie.length);
        }
        head.writeBytes(ascii("\r\n"));
        return head.toByteArray();
    }

    /// A Host field beside `:authority` says the same or makes the request malformed (RFC 9113, section 8.3.1).
    private void host(byte[] value, int from, int to) throws MalformedMessage {
        if (++hosts > 1) {
            throw MalformedMessage.ambiguous("more than one host field");
        }
        String host = new String(value, from, to - from, StandardCharsets.ISO_8859_1);
        if (authority.length == 0) {
            authority = Arrays.copyOfRange(value, from, to);
        } else if (!host.equalsIgnoreCase(new String(authority, StandardCharsets.ISO_8859_1))) {
            throw MalformedMessage.ambiguous("a Host that is not :authority");
        }
    }

    /// The fields that came behind the body.
    public Fields trailers() throws MalformedMessage {
        if (method.length + scheme.length + path.length + authority.length > 0) {
            throw MalformedMessage.ambiguous("a pseudo-header field behind the body");
        }
        return Http2Fields.section(fields);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
