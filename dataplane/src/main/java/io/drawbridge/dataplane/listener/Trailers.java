package io.drawbridge.dataplane.listener;

import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.domain.exchange.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// Fields that come behind a body (RFC 9110, section 6.5). Whoever merges them into the head must not be
/// misled, so nothing is passed on there that routes, frames, authenticates or controls: those were decided
/// when the head was.
public final class Trailers {
    private static final Set<String> HEAD_ONLY = Set.of(
            "accept-encoding",
            "age",
            "alt-svc",
            "authentication-info",
            "cache-control",
            "content-encoding",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "expires",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "location",
            "max-forwards",
            "origin",
            "pragma",
            "range",
            "retry-after",
            "server",
            "set-cookie",
            "strict-transport-security",
            "vary",
            "via",
            "warning",
            "www-authenticate",
            "x-api-key",
            "x-powered-by");
    private static final Set<String> PREFIXES = Set.of("access-control-", "content-security-policy", "cross-origin-");

    private Trailers() {}

    /// Whether a client takes trailers: one of HTTP/1.1 has to say so (RFC 9110, section 10.1.4).
    public static boolean isTakenBy(ParsedRequest request) {
        return switch (request.version()) {
            case HTTP_2 -> true;
            case HTTP_1_1 ->
                request.head().fields().all("te").stream()
                        .flatMap(value -> java.util.Arrays.stream(value.split(",", -1)))
                        .anyMatch(coding -> coding.strip().equalsIgnoreCase("trailers"));
            case HTTP_1_0 -> false;
        };
    }

    /// Those that are passed on.
    static Fields passed(Fields fields) {
        if (fields.count() == 0) {
            return fields;
        }
        int[] spans = new int[4 * fields.count()];
        int count = 0;
        for (int i = 0; i < fields.count(); i++) {
            if (isPassed(fields, i)) {
                spans[4 * count] = fields.nameStart(i);
                spans[4 * count + 1] = fields.nameEnd(i);
                spans[4 * count + 2] = fields.valueStart(i);
                spans[4 * count + 3] = fields.valueEnd(i);
                count++;
            }
        }
        return new Fields(fields.bytes(), spans, count);
    }

    private static boolean isPassed(Fields fields, int index) {
        String name = fields.name(index).toLowerCase(Locale.ROOT);
        return switch (FieldKind.of(fields.bytes(), fields.nameStart(index), fields.nameEnd(index))) {
            case PLAIN -> !HEAD_ONLY.contains(name) && PREFIXES.stream().noneMatch(name::startsWith);
            case OWN, IDENTITY, CREDENTIAL, EXPECT -> false;
        };
    }

    /// The end of a chunked body, with these fields in it.
    public static byte[] lastChunk(Fields trailers) {
        StringBuilder last = new StringBuilder("0\r\n");
        for (int i = 0; i < trailers.count(); i++) {
            last.append(trailers.name(i)).append(": ").append(trailers.value(i)).append("\r\n");
        }
        return last.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
