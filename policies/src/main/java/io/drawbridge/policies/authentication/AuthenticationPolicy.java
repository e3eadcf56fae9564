package io.drawbridge.policies.authentication;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Refuses who is not verified: 401 without a credential and with a bad one, and 403 where the route asks for a role
/// that the subject has not. The `WWW-Authenticate` fields follow RFC 6750, section 3: no error code where nothing
/// was presented.
public final class AuthenticationPolicy implements Policy<Identified> {
    private static final Verdict MISSING = new Verdict.Deny(
            new Reason(EventName.AUTH_FAILED, "missing-credential", "the request holds no credential"),
            new Refusal(
                    401,
                    "missing-credential",
                    "This needs an access token",
                    "Log in, and send the token as `Authorization: Bearer <token>`.",
                    challenge("")),
            Advice.TELL);

    private static final Refusal INVALID = new Refusal(
            401,
            "invalid-token",
            "The access token is not accepted",
            "Log in again for a new token, and send it, and nothing else, as `Authorization: Bearer <token>`.",
            challenge(", error=\"invalid_token\""));

    private static final Refusal MISSING_ROLE = new Refusal(
            403,
            "missing-role",
            "Your account may not do this",
            "Use an account that has the role that this needs, or ask an administrator for the role.",
            challenge(", error=\"insufficient_scope\""));

    /// Sorted, for the texts.
    private final Set<String> requiredRoles;

    /// @param requiredRoles one of these is needed; none is when empty
    public AuthenticationPolicy(Set<String> requiredRoles) {
        this.requiredRoles = Collections.unmodifiableSet(new TreeSet<>(requiredRoles));
    }

    @Override
    public Verdict judge(Identified exchange) {
        return switch (exchange.identity()) {
            case Identity.Anonymous _ -> MISSING;
            case Identity.Rejected rejected -> new Verdict.Deny(rejected.reason(), INVALID, Advice.TELL);
            case Identity.Unknown unknown -> new Verdict.Undecided(unknown.reason());
            case Identity.Verified verified ->
                requiredRoles.isEmpty() || !Collections.disjoint(verified.roles(), requiredRoles)
                        ? Verdict.ALLOW
                        : missingRole("the verified subject " + verified.subject());
            case Identity.Legacy legacy ->
                requiredRoles.isEmpty()
                        ? Verdict.ALLOW
                        : missingRole("a subject that is only claimed, " + legacy.subject() + ",");
        };
    }

    private Verdict missingRole(String who) {
        return new Verdict.Deny(
                new Reason(
                        EventName.ACCESS_DENIED,
                        "missing-role",
                        who + " has none of the roles " + String.join(", ", requiredRoles)),
                MISSING_ROLE,
                Advice.TELL);
    }

    private static List<HeaderField> challenge(String error) {
        return List.of(new HeaderField("WWW-Authenticate", "Bearer realm=\"drawbridge\"" + error));
    }
}
