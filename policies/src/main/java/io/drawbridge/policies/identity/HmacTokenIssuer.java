package io.drawbridge.policies.identity;

import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.identity.TokenIssuer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// Makes access tokens that a [BearerAuthenticator] with the same key and rules accepts: `sub`, roles, `iat`, `exp`,
/// a random `jti`, and `iss` and `aud` where the rules ask for them.
public final class HmacTokenIssuer implements TokenIssuer {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HmacKey key;
    private final TokenRules rules;
    private final InstantSource clock;

    /// @param key at least 32 bytes in UTF-8
    /// @throws IllegalArgumentException where the key is too short, with what to do
    public HmacTokenIssuer(Secret key, TokenRules rules, InstantSource clock) {
        this.key = HmacKey.of(key);
        this.rules = rules;
        this.clock = clock;
    }

    /// @param lifetime at least a second; parts of a second are left out
    /// @throws IllegalArgumentException where the authenticator would not accept such a token
    @Override
    public String issue(String subject, Set<String> roles, Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a token is good for at least a second, not " + lifetime);
        }
        if (!SubjectText.fits(subject) || !SubjectText.isPlain(subject)) {
            throw new IllegalArgumentException(
                    "a subject has 1 to " + SubjectText.LONGEST + " characters and no control character");
        }
        if (!roles.stream().allMatch(role -> SubjectText.fits(role) && SubjectText.isPlain(role))) {
            throw new IllegalArgumentException(
                    "a role has 1 to " + SubjectText.LONGEST + " characters and no control character");
        }
        long now = clock.instant().getEpochSecond();
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return CompactJws.write(
                header -> {
                    header.writeStringProperty("alg", "HS256");
                    header.writeStringProperty("typ", "JWT");
                },
                payload -> {
                    rules.issuer().ifPresent(issuer -> payload.writeStringProperty("iss", issuer));
                    rules.audience().ifPresent(audience -> payload.writeStringProperty("aud", audience));
                    payload.writeStringProperty("sub", subject);
                    CompactJws.strings(payload, rules.rolesClaim(), roles);
                    payload.writeNumberProperty("iat", now);
                    payload.writeNumberProperty("exp", now + lifetime.toSeconds());
                    payload.writeStringProperty("jti", CompactJws.base64url(random));
                },
                key::sign);
    }
}
