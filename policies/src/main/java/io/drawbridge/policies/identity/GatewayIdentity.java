package io.drawbridge.policies.identity;

import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamIdentity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// Tells upstreams who is asking by a JWT signed with the gateway's own Ed25519 key (RFC 8037): `iss` is
/// `drawbridge`, `aud` the upstream's name, `sub` the subject, `roles` its roles, `scheme` how it came
/// (`token`, `certificate`, or `query:user_id` and the like), and `verified` says whether that proves anything.
/// It is good for 60 seconds, and made anew when less than 30 are left, so that an upstream always gets at
/// least 30 and a busy client costs two signatures a minute.
public final class GatewayIdentity implements UpstreamIdentity {
    static final long LIFETIME_SECONDS = 60;
    static final long FRESH_SECONDS = 30;
    private static final int MAX_TOKENS = 20_000;
    private static final long MAX_CHARACTERS = 24L << 20;

    private record Asker(Identity identity, String upstream) {}

    private record Signed(String token, Instant notBefore, Instant freshUntil) {
        boolean isFreshAt(Instant now) {
            // A clock that was set back must not make a token last longer.
            return !now.isBefore(notBefore) && !now.isAfter(freshUntil);
        }
    }

    private final SigningKey key;
    private final InstantSource clock;
    private final BoundedCache<Asker, Signed> signed;

    public GatewayIdentity(SigningKey key, InstantSource clock) {
        this(key, clock, MAX_TOKENS);
    }

    /// @param maxTokens how many tokens are remembered at the most
    public GatewayIdentity(SigningKey key, InstantSource clock, int maxTokens) {
        this.key = key;
        this.clock = clock;
        this.signed = new BoundedCache<>(maxTokens, MAX_CHARACTERS);
    }

    @Override
    public Optional<String> token(Identity identity, Upstream upstream) {
        return switch (identity) {
            case Identity.Verified verified ->
                Optional.of(token(
                        identity,
                        upstream,
                        verified.subject(),
                        verified.roles(),
                        switch (verified.proof()) {
                            case TOKEN -> "token";
                            case CERTIFICATE -> "certificate";
                        },
                        true));
            case Identity.Legacy legacy ->
                Optional.of(token(identity, upstream, legacy.subject(), Set.of(), legacy.scheme(), false));
            case Identity.Anonymous _, Identity.Rejected _, Identity.Unknown _ -> Optional.empty();
        };
    }

    private String token(
            Identity identity, Upstream upstream, String subject, Set<String> roles, String scheme, boolean verified) {
        Asker asker = new Asker(identity, upstream.name());
        Instant now = clock.instant();
        Optional<Signed> remembered = signed.get(asker);
        if (remembered.isPresent() && remembered.get().isFreshAt(now)) {
            return remembered.get().token();
        }
        long issuedAt = now.getEpochSecond();
        String token = CompactJws.write(
                header -> {
                    header.writeStringProperty("alg", "EdDSA");
                    header.writeStringProperty("typ", "JWT");
                    header.writeStringProperty("kid", key.keyId());
                },
                payload -> {
                    payload.writeStringProperty("iss", "drawbridge");
                    payload.writeStringProperty("aud", upstream.name());
                    payload.writeStringProperty("sub", subject);
                    CompactJws.strings(payload, "roles", roles);
                    payload.writeStringProperty("scheme", scheme);
                    payload.writeBooleanProperty("verified", verified);
                    payload.writeNumberProperty("iat", issuedAt);
                    payload.writeNumberProperty("exp", issuedAt + LIFETIME_SECONDS);
                },
                key::sign);
        Instant notBefore = Instant.ofEpochSecond(issuedAt);
        signed.put(
                asker,
                new Signed(token, notBefore, notBefore.plusSeconds(LIFETIME_SECONDS - FRESH_SECONDS)),
                token.length());
        return token;
    }

    /// How many tokens are remembered at the moment.
    public int rememberedTokens() {
        return signed.size();
    }
}
