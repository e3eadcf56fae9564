package io.drawbridge.policies.legacyauth;

import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Denies legacy identities, and only those: 401 with how to migrate. Its advice says since when the pattern is
/// deprecated, when it stops (if that is known), and where the guide is.
public final class LegacyAuthPolicy implements Policy<Identified> {
    /// An HTTP-date in its preferred form (RFC 9110, section 5.6.7).
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Instant since;
    private final Optional<Instant> enforceAt;
    private final String guide;
    /// By the scheme of the claim; schemes are few, because they come from the configuration and not from clients.
    private final Map<String, Verdict> denials = new ConcurrentHashMap<>();

    /// @param since when the pattern became deprecated
    /// @param enforceAt when it is going to be refused, if that is known
    /// @param guide where clients read how to migrate; absolute, or a path of the gateway's own
    /// @throws IllegalArgumentException where it would be refused before it was deprecated, which RFC 9745, section
    ///     4, rules out
    public LegacyAuthPolicy(Instant since, Optional<Instant> enforceAt, URI guide) {
        if (enforceAt.isPresent() && enforceAt.get().isBefore(since)) {
            throw new IllegalArgumentException("the enforcement date " + enforceAt.get() + " lies before " + since
                    + ", when the legacy pattern became deprecated");
        }
        this.since = since;
        this.enforceAt = enforceAt;
        this.guide = guide.toASCIIString();
    }

    @Override
    public Verdict judge(Identified exchange) {
        return exchange.identity() instanceof Identity.Legacy legacy
                ? denials.computeIfAbsent(legacy.scheme(), this::denial)
                : Verdict.ALLOW;
    }

    private Verdict denial(String scheme) {
        String what = described(scheme);
        return new Verdict.Deny(
                new Reason(
                        EventName.SECURITY_MIGRATION,
                        "legacy-authentication",
                        "the subject is only claimed, by the " + what),
                new Refusal(
                        401,
                        "legacy-authentication",
                        "The " + what + " is no longer accepted in place of a credential",
                        "Log in, and send the token as `Authorization: Bearer <token>` instead of the " + what
                                + ". How to migrate: " + guide,
                        List.of(
                                new HeaderField("WWW-Authenticate", "Bearer realm=\"drawbridge\""),
                                new HeaderField("Link", link("deprecation")))),
                new Advice.Tell(new FieldBlock(advice(what))));
    }

    private List<HeaderField> advice(String what) {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(new HeaderField("X-Deprecated-Auth", what + " will be blocked soon"));
        fields.add(new HeaderField("Deprecation", "@" + since.getEpochSecond()));
        if (enforceAt.isPresent()) {
            fields.add(new HeaderField("Sunset", HTTP_DATE.format(enforceAt.get())));
            fields.add(new HeaderField("Link", link("deprecation") + ", " + link("sunset")));
        } else {
            fields.add(new HeaderField("Link", link("deprecation")));
        }
        return fields;
    }

    private String link(String relation) {
        return "<" + guide + ">; rel=\"" + relation + "\"; type=\"text/html\"";
    }

    /// `query:user_id` in words.
    private static String described(String scheme) {
        int colon = scheme.indexOf(':');
        String name = scheme.substring(colon + 1);
        return switch (colon < 0 ? "" : scheme.substring(0, colon)) {
            case "query" -> name + " query param";
            case "header" -> name + " header";
            default -> scheme + " scheme";
        };
    }
}
