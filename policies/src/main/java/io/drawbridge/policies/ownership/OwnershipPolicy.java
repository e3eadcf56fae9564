package io.drawbridge.policies.ownership;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Refuses requests that name another user than the one who asks: 403, however many fields and values agree beside
/// the one that does not. It binds a legacy claim too: who claims to be one user must not name a second one.
/// Comparison is exact, case included.
///
/// A request of nobody in particular (anonymous, rejected, unknown) is allowed here, because there is no subject to
/// compare with: the authentication policy refuses it. If that one only monitors, the request goes upstream as
/// anonymous, and a second, different complaint about it would count one client's one fault twice.
public final class OwnershipPolicy implements Policy<Identified> {
    /// How much of a client's text a reason quotes.
    private static final int QUOTED = 128;

    private static final Refusal NOT_THE_OWNER = new Refusal(
            403,
            "not-the-owner",
            "This belongs to another user",
            "Ask for what is your own: leave the user out of the request, or name the user that your credential is for,"
                    + " every time that it names one.",
            List.of());

    private final List<OwnershipField> fields;
    private final Set<String> exemptRoles;

    /// @param fields where requests name users
    /// @param exemptRoles verified subjects with one of these may name anybody
    public OwnershipPolicy(List<OwnershipField> fields, Set<String> exemptRoles) {
        this.fields = List.copyOf(fields);
        this.exemptRoles = Set.copyOf(exemptRoles);
    }

    @Override
    public Verdict judge(Identified exchange) {
        return switch (exchange.identity()) {
            case Identity.Verified verified ->
                exemptRoles.isEmpty() || Collections.disjoint(verified.roles(), exemptRoles)
                        ? compare(exchange, verified.subject(), "the verified subject ")
                        : Verdict.ALLOW;
            case Identity.Legacy legacy -> compare(exchange, legacy.subject(), "the claimed subject ");
            // Authentication refuses a bad credential; where that is only monitored, one who has it still names nobody.
            case Identity.Rejected _ ->
                switch (compare(exchange, "", "a rejected credential ")) {
                    // No value is two subjects' own: what is not foreign to the empty one is foreign to any other.
                    case Verdict.Allow _ -> compare(exchange, "-", "a rejected credential ");
                    case Verdict.Deny deny -> deny;
                    case Verdict.Undecided undecided -> undecided;
                };
            case Identity.Anonymous _, Identity.Unknown _ -> Verdict.ALLOW;
        };
    }

    private Verdict compare(Identified exchange, String subject, String kind) {
        for (OwnershipField field : fields) {
            Optional<String> foreign = field.foreign(exchange, subject);
            if (foreign.isPresent()) {
                return new Verdict.Deny(
                        new Reason(
                                EventName.ACCESS_DENIED,
                                "not-the-owner",
                                kind + subject + " named '" + quoted(foreign.get()) + "' in " + field),
                        NOT_THE_OWNER,
                        Advice.TELL);
            }
        }
        return Verdict.ALLOW;
    }

    private static String quoted(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }
}
