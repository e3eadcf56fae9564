package io.drawbridge.policies.origin;

import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.route.CrossOrigin;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The CORS fields of answers (Fetch standard, section 3.3). An origin is on the list, byte for byte as
/// browsers write it, or it is not: nothing is matched by prefix, suffix or pattern, and nothing that a client
/// sent is repeated. An origin that is not on the list gets no CORS field; `Vary` says on every answer that it
/// depends on the origin, so that no cache hands one origin's answer to another.
public final class CorsRules implements CrossOrigin {
    private static final FieldBlock VARY = FieldBlock.of(new HeaderField("Vary", "Origin"));
    private static final HeaderField PREFLIGHT_VARY =
            new HeaderField("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    private static final FieldBlock PREFLIGHT_REFUSED = FieldBlock.of(PREFLIGHT_VARY);

    private record Blocks(FieldBlock answer, FieldBlock preflight) {}

    private final Map<String, Blocks> listed = new HashMap<>();

    public CorsRules(CorsSettings settings) {
        for (Origin origin : settings.origins()) {
            List<HeaderField> shared = new ArrayList<>();
            shared.add(new HeaderField("Access-Control-Allow-Origin", origin.text()));
            if (settings.credentials()) {
                shared.add(new HeaderField("Access-Control-Allow-Credentials", "true"));
            }
            List<HeaderField> answer = new ArrayList<>(List.of(new HeaderField("Vary", "Origin")));
            answer.addAll(shared);
            addList(answer, "Access-Control-Expose-Headers", settings.expose());
            List<HeaderField> preflight = new ArrayList<>(List.of(PREFLIGHT_VARY));
            preflight.addAll(shared);
            addList(preflight, "Access-Control-Allow-Methods", settings.methods());
            addList(preflight, "Access-Control-Allow-Headers", settings.headers());
            preflight.add(new HeaderField(
                    "Access-Control-Max-Age", Long.toString(settings.maxAge().toSeconds())));
            listed.put(origin.text(), new Blocks(new FieldBlock(answer), new FieldBlock(preflight)));
        }
    }

    private static void addList(List<HeaderField> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            fields.add(new HeaderField(name, String.join(", ", values)));
        }
    }

    @Override
    public FieldBlock fields(RequestHead head) {
        int index = theOnlyOrigin(head.fields());
        Blocks blocks = index < 0 ? null : listed.get(head.fields().value(index));
        return blocks == null ? VARY : blocks.answer();
    }

    @Override
    public FieldBlock preflightFields(RequestHead head) {
        int index = theOnlyOrigin(head.fields());
        Blocks blocks = index < 0 ? null : listed.get(head.fields().value(index));
        return blocks == null ? PREFLIGHT_REFUSED : blocks.preflight();
    }

    /// The index of the request's `Origin`, or -1 where it has none or several.
    private static int theOnlyOrigin(Fields fields) {
        int index = fields.indexOf("origin", 0);
        return index >= 0 && fields.indexOf("origin", index + 1) < 0 ? index : -1;
    }

    Standing standing(RequestHead head, Scheme scheme) {
        int index = head.fields().indexOf("origin", 0);
        if (index < 0) {
            return Standing.NONE;
        }
        if (theOnlyOrigin(head.fields()) < 0) {
            return Standing.REPEATED;
        }
        String origin = head.fields().value(index);
        if (listed.containsKey(origin)) {
            return Standing.LISTED;
        }
        return isSame(origin, head.authority(), scheme) ? Standing.SAME : Standing.FOREIGN;
    }

    /// Whether the origin is the authority that the request was sent to. Over TLS of the gateway's own only
    /// `https` counts: a page of the plain site of the same name, which anybody on the way can write, is
    /// another origin. On a plain connection both schemes count: where TLS ends at a balancer before the
    /// gateway, the browser says `https` of what arrives here as plain HTTP, and the gateway cannot tell. No
    /// CORS field follows from it.
    private static boolean isSame(String origin, String authority, Scheme scheme) {
        return !authority.isEmpty()
                && switch (scheme) {
                    case Scheme.Https _ -> isSame(origin, "https://", authority, ":443");
                    case Scheme.Http _ ->
                        isSame(origin, "http://", authority, ":80") || isSame(origin, "https://", authority, ":443");
                };
    }

    private static boolean isSame(String origin, String scheme, String authority, String usualPort) {
        String host = authority.endsWith(usualPort)
                ? authority.substring(0, authority.length() - usualPort.length())
                : authority;
        return origin.length() == scheme.length() + host.length() && origin.startsWith(scheme) && origin.endsWith(host);
    }
}
