package io.drawbridge.dataplane.fuzz;

import io.drawbridge.dataplane.codec.Framing;
import io.drawbridge.dataplane.codec.HeadLimits;
import io.drawbridge.dataplane.codec.MalformedMessage;
import io.drawbridge.dataplane.codec.ParsedRequest;
import io.drawbridge.dataplane.codec.RequestParser;
import io.drawbridge.dataplane.listener.Rewritten;
import io.drawbridge.dataplane.listener.Trailers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/// Request heads: what is accepted is in the model, means what the model says, and means the same to the
/// upstream.
public final class RequestHeadTarget {
    private static final RequestParser PARSER = new RequestParser(HeadLimits.DEFAULT);
    /// An upstream has room for what the gateway adds.
    private static final RequestParser UPSTREAM = new RequestParser(new HeadLimits(64 * 1024, 200));
    /// So plain that refusing it would be a fault too.
    private static final Pattern PLAIN =
            Pattern.compile("(?:GET|POST) (?:/[a-z0-9]{1,9}){1,9} HTTP/1\\.1\\r\\nHost: [a-z]{1,9}\\r\\n"
                    + "(?:X-[A-Z][a-z]{1,9}: [a-z0-9 ]{0,99}\\r\\n){0,20}\\r\\n");

    private RequestHeadTarget() {}

    /// Called by Jazzer.
    public static void fuzzerTestOneInput(byte[] data) {
        int end = HeadEnd.of(data);
        byte[] bytes = end < 0 ? data : Arrays.copyOf(data, end);
        String head = new String(bytes, StandardCharsets.ISO_8859_1);
        ParsedRequest request;
        try {
            request = PARSER.parse(bytes.clone());
        } catch (MalformedMessage malformed) {
            if (PLAIN.matcher(head).matches()) {
                throw new AssertionError("a plain head is refused: " + malformed.why(), malformed);
            }
            return;
        }
        StrictModel.Request meant = StrictModel.request(head)
                .orElseThrow(() -> new AssertionError("accepted, and the model does not know it"));
        same("method", request.head().method(), meant.method());
        same("path", decoded(request.head().target().path()), meant.path());
        same("query", request.head().target().query(), meant.query());
        same("version", request.version().text(), "HTTP/1." + meant.minor());
        same("host", request.head().authority(), meant.host());
        same("framing", request.framing(), meant.framing());
        checkForwarded(request);
    }

    private static String decoded(String path) {
        return StrictModel.decoded(path).orElseThrow(() -> new AssertionError("the normalised path is not plain"));
    }

    private static void checkForwarded(ParsedRequest request) {
        String head = Rewritten.head(request);
        ParsedRequest again;
        try {
            again = UPSTREAM.parse(head.getBytes(StandardCharsets.ISO_8859_1));
        } catch (MalformedMessage malformed) {
            throw new AssertionError("what is forwarded is malformed: " + malformed.why() + "\n" + head, malformed);
        }
        same("method, forwarded", again.head().method(), request.head().method());
        same("target, forwarded", again.head().target(), request.head().target());
        String host = request.head().authority();
        same("host, forwarded", again.head().authority(), host.isEmpty() ? Rewritten.UPSTREAM : host);
        same("framing, forwarded", again.framing(), request.framing());
        boolean awaited = request.expectsContinue() && !request.framing().equals(Framing.NONE);
        same("expectation, forwarded", again.expectsContinue(), awaited);
        boolean takesTrailers = request.head().fields().has("te") && Trailers.isTakenBy(request);
        same("connection, forwarded", again.connection().named(), takesTrailers ? Set.of("te") : Set.of());
        same("forwarded a second time", Rewritten.head(again).length() >= head.length(), true);
    }

    private static void same(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new AssertionError(what + ": " + actual + " is not " + expected);
        }
    }
}
