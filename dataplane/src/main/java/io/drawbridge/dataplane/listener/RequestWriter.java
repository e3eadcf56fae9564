package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Writes a request's head anew for the upstream: what was judged, less what concerns the client's connection
/// or pretends to come from a gateway, plus what the gateway itself knows.
final class RequestWriter {
    private static final byte[] HTTP_1_1 = ascii(" HTTP/1.1\r\nHost: ");
    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[] FORWARDED_FOR = ascii("\r\nX-Forwarded-For: ");
    private static final byte[] FORWARDED_HOST = ascii("\r\nX-Forwarded-Host: ");
    private static final byte[] FROM_HTTP = ascii("\r\nX-Forwarded-Proto: http\r\nVia: ");
    private static final byte[] FROM_HTTPS = ascii("\r\nX-Forwarded-Proto: https\r\nVia: ");
    private static final byte[] VIA_1_0 = ascii("1.0 drawbridge\r\n");
    private static final byte[] VIA_1_1 = ascii("1.1 drawbridge\r\n");
    private static final byte[] VIA_2 = ascii("2 drawbridge\r\n");
    private static final byte[] IDENTITY = ascii("Drawbridge-Identity: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] LENGTH = ascii("Content-Length: ");

    private static final byte[] UPGRADE = ascii("Connection: Upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] TRAILERS = ascii("TE: trailers\r\nConnection: TE\r\n");

    private RequestWriter() {}

    static void write(
            ByteBuf out,
            ParsedRequest request,
            Identity identity,
            ClientAddress address,
            Scheme scheme,
            Upstream upstream,
            UpstreamIdentity tokens,
            WebSocketHandshake handshake) {
        RequestHead head = request.head();
        String host = head.authority().isEmpty() ? upstream.targets().getFirst().authority() : head.authority();
        ascii(out, head.method());
        out.writeByte(' ');
        ascii(out, head.target().path());
        if (!head.target().query().isEmpty()) {
            out.writeByte('?');
            ascii(out, head.target().query());
        }
        out.writeBytes(HTTP_1_1);
        ascii(out, host);
        out.writeBytes(FORWARDED_FOR);
        ascii(out, address.text());
        out.writeBytes(FORWARDED_HOST);
        ascii(out, host);
        out.writeBytes(
                switch (scheme) {
                    case Scheme.Http _ -> FROM_HTTP;
                    case Scheme.Https _ -> FROM_HTTPS;
                });
        // The version in which the gateway received the request (RFC 9110, section 7.6.3).
        out.writeBytes(
                switch (request.version()) {
                    case HTTP_1_0 -> VIA_1_0;
                    case HTTP_1_1 -> VIA_1_1;
                    case HTTP_2 -> VIA_2;
                });
        fields(out, request, identity, upstream);
        Optional<String> token = tokens.token(identity, upstream);
        if (token.isPresent()) {
            out.writeBytes(IDENTITY);
            ascii(out, token.get());
            out.writeBytes(CRLF);
        }
        if (handshake instanceof WebSocketHandshake.Asked) {
            out.writeBytes(UPGRADE);
        } else if (request.head().fields().has("te") && Trailers.isTakenBy(request)) {
            out.writeBytes(TRAILERS);
        }
        framing(out, request);
        out.writeBytes(CRLF);
    }

    private static void fields(ByteBuf out, ParsedRequest request, Identity identity, Upstream upstream) {
        Fields fields = request.head().fields();
        byte[] bytes = fields.bytes();
        for (int i = 0; i < fields.count(); i++) {
            int start = fields.nameStart(i);
            boolean passed = switch (FieldKind.of(bytes, start, fields.nameEnd(i))) {
                case PLAIN ->
                    request.connection().named().isEmpty()
                            || !request.connection()
                                    .named()
                                    .contains(fields.name(i).toLowerCase(Locale.ROOT));
                case OWN -> false;
                case IDENTITY -> isLegacyClaim(identity, fields, i);
                case CREDENTIAL -> upstream.forwardAuthorization() && identity instanceof Identity.Verified;
                case EXPECT -> request.expectsContinue() && !request.framing().equals(Framing.NONE);
            };
            if (passed) {
                out.writeBytes(bytes, start, fields.valueEnd(i) - start);
                out.writeBytes(CRLF);
            }
        }
    }

    /// The field in which a legacy client says who it is must reach a service that still reads it; that it was
    /// let pass so far is the policies' decision.
    private static boolean isLegacyClaim(Identity identity, Fields fields, int index) {
        return identity instanceof Identity.Legacy legacy
                && legacy.scheme().startsWith("header:")
                && legacy.scheme().substring("header:".length()).equalsIgnoreCase(fields.name(index));
    }

    private static void framing(ByteBuf out, ParsedRequest request) {
        switch (request.framing()) {
            case Framing.Chunked _ -> out.writeBytes(CHUNKED);
            case Framing.Length length -> length(out, length.bytes());
            case Framing.None _ -> {
                switch (request.head().method()) {
                    case "POST", "PUT", "PATCH" -> length(out, 0);
                    default -> {
                        // No body is expected: saying nothing says it.
                    }
                }
            }
            case Framing.UntilClose _ ->
                throw new IllegalStateException("a request's body never ends with the connection");
        }
    }

    static void length(ByteBuf out, long bytes) {
        out.writeBytes(LENGTH);
        ascii(out, Long.toString(bytes));
        out.writeBytes(CRLF);
    }

    static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
