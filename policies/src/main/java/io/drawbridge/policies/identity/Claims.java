package io.drawbridge.policies.identity;

import io.drawbridge.domain.identity.Identity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges the claims of a token (RFC 7519) whose signature is good.
final class Claims {
    /// By how much another machine's clock may be ahead of ours; `exp` gets no such grace.
    static final Duration SKEW = Duration.ofSeconds(60);

    /// The last second of the year 9999.
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private final TokenRules rules;

    Claims(TokenRules rules) {
        this.rules = rules;
    }

    Identity.Verified identity(Json.Members claims, Instant now) throws RejectedToken {
        Instant expiry = instant(claims, "exp")
                .orElseThrow(() -> new RejectedToken("missing-claim", "it has no `exp`: it would never expire"));
        if (!now.isBefore(expiry)) {
            throw new RejectedToken("expired-token", "it expired at " + expiry);
        }
        notAfter(claims, "nbf", now);
        notAfter(claims, "iat", now);
        checkIssuer(claims);
        checkAudience(claims);
        String subject = text(claims, "sub")
                .orElseThrow(() -> new RejectedToken("missing-claim", "it has no `sub`: it says not whose it is"));
        if (!SubjectText.fits(subject) || !SubjectText.isPlain(subject)) {
            throw new RejectedToken(
                    "bad-claim",
                    "its `sub` is empty, longer than " + SubjectText.LONGEST
                            + " characters, or holds a control character");
        }
        return new Identity.Verified(subject, roles(claims), expiry);
    }

    private static void notAfter(Json.Members claims, String name, Instant now) throws RejectedToken {
        Optional<Instant> at = instant(claims, name);
        if (at.isPresent() && at.get().isAfter(now.plus(SKEW))) {
            throw new RejectedToken("not-yet-valid", "its `" + name + "` lies in the future: " + at.get());
        }
    }

    private void checkIssuer(Json.Members claims) throws RejectedToken {
        if (rules.issuer().isPresent() && !text(claims, "iss").equals(rules.issuer())) {
            throw new RejectedToken("wrong-issuer", "its `iss` is not the configured issuer");
        }
    }

    private void checkAudience(Json.Members claims) throws RejectedToken {
        if (rules.audience().isEmpty()) {
            return;
        }
        List<String> audiences = claims.has("aud") ? texts(claims, "aud") : List.of();
        if (!audiences.contains(rules.audience().get())) {
            throw new RejectedToken("wrong-audience", "its `aud` does not name the configured audience");
        }
    }

    private Set<String> roles(Json.Members claims) throws RejectedToken {
        Set<String> roles = new HashSet<>();
        if (claims.has(rules.rolesClaim())) {
            roles.addAll(texts(claims, rules.rolesClaim()));
        } else {
            text(claims, "role").ifPresent(roles::add);
        }
        for (String role : roles) {
            if (!SubjectText.fits(role) || !SubjectText.isPlain(role)) {
                throw new RejectedToken(
                        "bad-claim", "one of its roles is empty, too long, or holds a control character");
            }
        }
        return roles;
    }

    /// A NumericDate (RFC 7519, section 2): seconds, with a fraction if need be.
    private static Optional<Instant> instant(Json.Members claims, String name) throws RejectedToken {
        Optional<Json> claim = claims.member(name);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        // The scale is looked at first: 1e-999999999 is a short text, and a long computation.
        if (!(claim.get() instanceof Json.Numeral(BigDecimal seconds))
                || seconds.scale() > 9
                || seconds.scale() < -12
                || seconds.signum() <= 0
                || seconds.compareTo(LATEST) > 0) {
            throw new RejectedToken("bad-claim", "its `" + name + "` is not a number of seconds since 1970");
        }
        long whole = seconds.longValue();
        return Optional.of(Instant.ofEpochSecond(
                whole,
                seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValueExact()));
    }

    private static Optional<String> text(Json.Members claims, String name) throws RejectedToken {
        Optional<Json> claim = claims.member(name);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        if (claim.get() instanceof Json.Text(String value)) {
            return Optional.of(value);
        }
        throw new RejectedToken("bad-claim", "its `" + name + "` is not a string");
    }

    /// A string, or an array of strings.
    private static List<String> texts(Json.Members claims, String name) throws RejectedToken {
        if (claims.member(name).orElseThrow() instanceof Json.Items(List<Json> items)) {
            List<String> texts = new ArrayList<>(items.size());
            for (Json item : items) {
                if (!(item instanceof Json.Text(String value))) {
                    throw new RejectedToken("bad-claim", "its `" + name + "` holds something that is not a string");
                }
                texts.add(value);
            }
            return texts;
        }
        return text(claims, name).map(List::of).orElseThrow();
    }
}
