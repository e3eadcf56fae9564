package io.drawbridge.workorders.caller;

import io.drawbridge.workorders.caller.Identification.Known;
import io.drawbridge.workorders.caller.Identification.Reason;
import io.drawbridge.workorders.caller.Identification.Refused;
import io.jsonwebtoken.ClaimJwtException;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.UnsupportedJwtException;
import io.jsonwebtoken.security.SignatureException;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Verifies the gateway's identity tokens: compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037), and nothing
/// else.
/// The claims are `iss`, `aud`, `sub`, `iat`, `exp`, `roles` and `verified`, as RFC 8725 advises: all of them are
/// looked
/// at, and none is believed before the signature.
public final class IdentityTokens {
    /// The name of the request field that carries the token.
    public static final String FIELD = "Drawbridge-Identity";

    private static final String ISSUER = "drawbridge";
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
    /// By how much the clocks of gateway and service may differ.
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final int LONGEST_TOKEN = 8 * 1024;
    private static final int LONGEST_USER_ID = 255;
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "kid", "typ");
    private static final Pattern COMPACT = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

    private final GatewayKeys keys;
    private final String audience;
    private final Clock clock;
    private final JwtParser parser;

    /// @param audience the name that the gateway knows this service by
    public IdentityTokens(GatewayKeys keys, String audience, Clock clock) {
        this.keys = keys;
        this.audience = audience;
        this.clock = clock;
        this.parser = Jwts.parser()
                .json(new JwtJson())
                .sig()
                .clear()
                .add(Jwts.SIG.EdDSA)
                .and()
                .enc()
                .clear()
                .and()
                .key()
                .clear()
                .and()
                .zip()
                .clear()
                .and()
                .keyLocator(this::key)
                .requireIssuer(ISSUER)
                .requireAudience(audience)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(SKEW.toSeconds())
                .build();
    }

    /// Who is asking, by the values of all fields of the name [#FIELD] that the request has.
    public Identification identify(List<String> values) {
        return switch (values.size()) {
            case 0 -> new Refused(Reason.ABSENT);
            case 1 -> identify(values.getFirst());
            default -> new Refused(Reason.REPEATED);
        };
    }

    private Identification identify(String token) {
        if (!isCompact(token)) {
            return new Refused(Reason.MALFORMED);
        }
        try {
            // Claims that are no proper JSON object come out as mere bytes.
            return parser.parse(token) instanceof Jws<?> signed && signed.getPayload() instanceof Claims claims
                    ? believe(claims)
                    : new Refused(Reason.MALFORMED);
        } catch (Distrust e) {
            return new Refused(e.reason);
        } catch (SignatureException e) {
            // The library reports an algorithm outside its list in the same way, without asking for a key.
            return new Refused(
                    e.getCause() instanceof UnsupportedJwtException ? Reason.WRONG_ALGORITHM : Reason.WRONG_SIGNATURE);
        } catch (ExpiredJwtException | PrematureJwtException e) {
            return new Refused(Reason.OUT_OF_TIME);
        } catch (ClaimJwtException e) {
            return new Refused(Reason.WRONG_ISSUER_OR_AUDIENCE);
        } catch (UnsupportedJwtException e) {
            return new Refused(Reason.WRONG_ALGORITHM);
        } catch (JwtException | IllegalArgumentException e) {
            return new Refused(Reason.MALFORMED);
        }
    }

    /// Three parts, each the one and only base64url form of its bytes: a decoder that overlooks stray bits or
    /// characters
    /// would take several texts for one token.
    private static boolean isCompact(String token) {
        if (token.length() > LONGEST_TOKEN) {
            return false;
        }
        var parts = COMPACT.matcher(token);
        return parts.matches()
                && isCanonical(parts.group(1))
                && isCanonical(parts.group(2))
                && isCanonical(parts.group(3));
    }

    private static boolean isCanonical(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Key key(Header header) {
        if (!HEADER_MEMBERS.containsAll(header.keySet())
                || !Jwts.SIG.EdDSA.getId().equals(header.getAlgorithm())) {
            throw new Distrust(Reason.WRONG_ALGORITHM);
        }
        return Optional.ofNullable(header.get("kid"))
                .map(Object::toString)
                .flatMap(keys::find)
                .orElseThrow(() -> new Distrust(Reason.UNKNOWN_KEY));
    }

    private Identification believe(Claims claims) {
        if (!Set.of(audience).equals(claims.getAudience())) {
            return new Refused(Reason.WRONG_ISSUER_OR_AUDIENCE);
        }
        if (claims.getIssuedAt() == null || claims.getExpiration() == null) {
            return new Refused(Reason.MALFORMED);
        }
        Instant issued = claims.getIssuedAt().toInstant();
        Instant expires = claims.getExpiration().toInstant();
        Instant now = clock.instant();
        if (issued.isAfter(now.plus(SKEW)) || !now.isBefore(expires.plus(SKEW))) {
            return new Refused(Reason.OUT_OF_TIME);
        }
        if (Duration.between(issued, expires).compareTo(LONGEST_LIFE) > 0) {
            return new Refused(Reason.LIVES_TOO_LONG);
        }
        return caller(claims).<Identification>map(Known::new).orElseGet(() -> new Refused(Reason.MALFORMED));
    }

    private static Optional<Caller> caller(Map<String, Object> claims) {
        if (claims.get("sub") instanceof String subject
                && isUserId(subject)
                && claims.get("verified") instanceof Boolean verified) {
            return roles(claims).map(roles -> new Caller(subject, verified ? roles : Set.of()));
        }
        return Optional.empty();
    }

    private static boolean isUserId(String subject) {
        return !subject.isBlank()
                && subject.length() <= LONGEST_USER_ID
                && subject.chars().noneMatch(Character::isISOControl);
    }

    /// None when there is no such claim; empty when it is no array of texts.
    private static Optional<Set<String>> roles(Map<String, Object> claims) {
        if (!claims.containsKey("roles")) {
            return Optional.of(Set.of());
        }
        if (claims.get("roles") instanceof Collection<?> roles && roles.stream().allMatch(String.class::isInstance)) {
            return Optional.of(roles.stream().map(String.class::cast).collect(Collectors.toSet()));
        }
        return Optional.empty();
    }

    /// Says out of the library's call for a key why there is none.
    private static final class Distrust extends JwtException {
        private static final long serialVersionUID = 1L;

        private final Reason reason;

        Distrust(Reason reason) {
            super(reason.text());
            this.reason = reason;
        }
    }
}
