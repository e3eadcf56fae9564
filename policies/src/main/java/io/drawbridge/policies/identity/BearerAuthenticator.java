package io.drawbridge.policies.identity;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import java.time.InstantSource;
import java.util.Optional;

/// Verifies `Authorization: Bearer` tokens (RFC 6750): JWTs signed with HS256 and one key.
///
/// No `Authorization` field: the identity is anonymous. Anything else in it than one good bearer token is rejected,
/// whatever it is, and so is a second field. A token that was found good is remembered until it expires, so that its
/// signature is checked once; a bad one never is. The memory belongs to this object, and so to one key and one set of
/// rules: another key is another `BearerAuthenticator`. It may be used from many threads.
public final class BearerAuthenticator implements Authenticator {
    /// How many good tokens are remembered, unless told otherwise.
    public static final int DEFAULT_MAX_TOKENS = 100_000;

    /// What remembered tokens may weigh together, in characters: 100,000 usual tokens, or fewer long ones.
    private static final long MAX_CHARACTERS = 48L << 20;

    /// What an entry weighs beside its token.
    private static final int ENTRY_WEIGHT = 200;

    private static final String SCHEME = "Bearer";

    private static final Identity SEVERAL =
            rejected("several-credentials", "the request has more than one Authorization field");
    private static final Identity EMPTY = rejected("empty-credential", "the Authorization field holds no credential");
    private static final Identity OTHER_SCHEME =
            rejected("unsupported-scheme", "the Authorization field does not hold a bearer token");

    private final StrictJws jws;
    private final Claims claims;
    private final InstantSource clock;
    private final BoundedCache<String, Identity.Verified> verified;

    /// @param key at least 32 bytes in UTF-8
    /// @throws IllegalArgumentException where the key is too short, with what to do
    public BearerAuthenticator(Secret key, TokenRules rules, InstantSource clock) {
        this(key, rules, clock, DEFAULT_MAX_TOKENS);
    }

    /// @param maxTokens how many good tokens are remembered at the most
    public BearerAuthenticator(Secret key, TokenRules rules, InstantSource clock, int maxTokens) {
        this.jws = new StrictJws(HmacKey.of(key));
        this.claims = new Claims(rules);
        this.clock = clock;
        this.verified = new BoundedCache<>(maxTokens, MAX_CHARACTERS);
    }

    @Override
    public Identity identify(Arrived exchange) {
        Fields fields = exchange.head().fields();
        int index = fields.indexOf("authorization", 0);
        if (index < 0) {
            return Identity.ANONYMOUS;
        }
        if (fields.indexOf("authorization", index + 1) >= 0) {
            return SEVERAL;
        }
        String value = fields.value(index);
        if (value.isBlank()) {
            return EMPTY;
        }
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return OTHER_SCHEME;
        }
        int start = SCHEME.length();
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        if (start == value.length()) {
            return EMPTY;
        }
        return start == SCHEME.length() ? OTHER_SCHEME : identify(value.substring(start));
    }

    private Identity identify(String token) {
        Optional<Identity.Verified> remembered = verified.get(token);
        if (remembered.isEmpty()) {
            return verify(token);
        }
        Identity.Verified identity = remembered.get();
        if (clock.instant().isBefore(identity.expiry())) {
            return identity;
        }
        verified.remove(token);
        return rejected("expired-token", "it expired at " + identity.expiry());
    }

    private Identity verify(String token) {
        try {
            byte[] payload = jws.verifiedPayload(token);
            Identity.Verified identity = claims.identity(Json.members(payload, "payload"), clock.instant());
            verified.put(token, identity, token.length() + ENTRY_WEIGHT);
            return identity;
        } catch (RejectedToken rejected) {
            return new Identity.Rejected(rejected.reason());
        }
    }

    /// How many tokens are remembered at the moment.
    public int rememberedTokens() {
        return verified.size();
    }

    private static Identity.Rejected rejected(String code, String detail) {
        return new Identity.Rejected(new Reason(EventName.AUTH_FAILED, code, detail));
    }
}
