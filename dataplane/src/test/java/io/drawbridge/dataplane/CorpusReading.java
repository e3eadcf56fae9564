package io.drawbridge.dataplane;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What RFC 9113 says of a translated case, read plainly: why it is malformed, or what a service must see of
/// it.
final class CorpusReading {
    private static final Set<String> OF_CONNECTIONS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");
    private static final String PATH = "/(?:[A-Za-z0-9._~!$&'()*+,=:@/-]|%[0-9A-Fa-f]{2})*(?:\\?[!-\"$-~]*)?";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

    private CorpusReading() {}

    /// Why it must be refused, or nothing.
    static String fault(CorpusCase.Request request) {
        if (!request.method().matches(TOKEN)) {
            return "method";
        }
        if (!request.path().matches(PATH)) {
            return "path";
        }
        int lengths = 0;
        for (int i = 0; i < request.fields().size(); i += 2) {
            String name = request.fields().get(i);
            String value = request.fields().get(i + 1);
            if (!name.matches(TOKEN)) {
                return "name";
            }
            // The controls that are no line ends are not forbidden there, but nowhere else of use than in
            // attacks.
            if (value.matches("(?s).*[\\x00-\\x08\\x0a-\\x1f\\x7f].*") || value.matches("[ \t].*|.*[ \t]")) {
                return "value";
            }
            if (OF_CONNECTIONS.contains(name)) {
                return "field of a connection";
            }
            if (name.equals("content-length")) {
                lengths++;
                if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) != bytes(request.content())) {
                    return "length";
                }
            }
        }
        return lengths > 1 ? "length" : "";
    }

    /// Without what a proxy must take out where it makes HTTP/2 of HTTP/1.1 (RFC 9113, section 8.2.2).
    static CorpusCase.Request asAProxyPassesIt(CorpusCase.Request request) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < request.fields().size(); i += 2) {
            if (!OF_CONNECTIONS.contains(request.fields().get(i))) {
                fields.addAll(request.fields().subList(i, i + 2));
            }
        }
        return new CorpusCase.Request(
                request.method(), request.path(), request.authority(), List.copyOf(fields), request.content());
    }

    /// Less what the gateway adds to every request.
    static HostileRow.Expected request(CorpusCase.Request request) {
        List<String> lines = new ArrayList<>();
        boolean lengthGiven = false;
        for (int i = 0; i < request.fields().size(); i += 2) {
            String value = request.fields().get(i + 1);
            boolean length = request.fields().get(i).equals("content-length");
            lengthGiven |= length;
            lines.add(request.fields().get(i) + ": " + (length ? String.valueOf(Integer.parseInt(value)) : value));
        }
        if (!lengthGiven && !request.content().isEmpty()) {
            lines.add("transfer-encoding: chunked");
        } else if (!lengthGiven && Set.of("POST", "PUT", "PATCH").contains(request.method())) {
            lines.add("content-length: 0");
        }
        return new HostileRow.Expected(request.method(), request.path(), request.authority(), lines, request.content());
    }

    private static int bytes(String content) {
        return content.getBytes(StandardCharsets.ISO_8859_1).length;
    }
}
