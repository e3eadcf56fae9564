package io.drawbridge.policies;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.exchange.Target;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Exchanges for tests, as the data plane would make them.
public final class Exchanges {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final ClientAddress ADDRESS = address("192.0.2.7");

    private Exchanges() {}

    public static ClientAddress address(String ipv4) {
        return new ClientAddress(ipv4, ipv4);
    }

    public static Arrived get(String target, String... fields) {
        return arrived("GET", target, fields);
    }

    public static Arrived arrived(String method, String target, String... fields) {
        return arrived(method, target, Map.of(), ADDRESS, fields);
    }

    public static Arrived arrived(
            String method, String target, Map<String, String> pathValues, ClientAddress address, String... fields) {
        int mark = target.indexOf('?');
        Target parsed =
                mark < 0 ? new Target(target, "") : new Target(target.substring(0, mark), target.substring(mark + 1));
        RequestHead head = new RequestHead(method, parsed, "api.example.com", Fields.of(fields));
        return new Arrived(head, address, new RouteName("route"), pathValues, NOW);
    }

    public static Identity.Verified verified(String subject, String... roles) {
        return new Identity.Verified(subject, Set.of(roles), NOW.plusSeconds(3600));
    }

    public static Identity.Legacy legacy(String subject) {
        return new Identity.Legacy(subject, "query:user_id");
    }

    public static Identity.Rejected rejected() {
        return new Identity.Rejected(new Reason(EventName.AUTH_FAILED, "bad-signature", "the secret detail"));
    }

    public static Identity.Unknown unknown() {
        return new Identity.Unknown(new Reason(EventName.POLICY_UNDECIDED, "key-set-away", "the secret detail"));
    }

    public static Identified identified(Identity identity) {
        return new Identified(get("/"), identity);
    }

    public static Verdict.Deny denial(Verdict verdict) {
        if (verdict instanceof Verdict.Deny deny) {
            return deny;
        }
        throw new AssertionError("not a denial: " + verdict);
    }

    /// The value of a field in a list, or a text that says that it is missing.
    public static String field(List<HeaderField> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .findFirst()
                .orElse("(no " + name + ")");
    }

    public static String field(FieldBlock block, String name) {
        return field(block.fields(), name);
    }

    /// The fields that an allowance obliges to.
    public static FieldBlock obliged(Verdict verdict) {
        if (verdict instanceof Verdict.Allow(List<Obligation> obligations)
                && obligations.size() == 1
                && obligations.getFirst() instanceof Obligation.ResponseFields(FieldBlock block)) {
            return block;
        }
        throw new AssertionError("not an allowance with fields: " + verdict);
    }
}
