package io.drawbridge.policies.identity;

import static io.drawbridge.policies.Exchanges.NOW;
import static io.drawbridge.policies.identity.Tokens.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.policies.Exchanges;
import io.drawbridge.policies.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HmacTokenIssuerTest {
    private final Ticker clock = new Ticker(NOW.plusMillis(900));

    private HmacTokenIssuer issuer(TokenRules rules) {
        return new HmacTokenIssuer(new Secret(KEY), rules, clock);
    }

    private Identity identify(TokenRules rules, String token) {
        return new BearerAuthenticator(new Secret(KEY), rules, clock)
                .identify(Exchanges.get("/", "Authorization", "Bearer " + token));
    }

    @Test
    void an_authenticator_of_the_same_key_and_rules_accepts_what_is_issued() {
        for (TokenRules rules : new TokenRules[] {
            TokenRules.DEFAULT, new TokenRules(Optional.of("https://i"), Optional.of("api"), "groups")
        }) {
            String token = issuer(rules).issue("üser \"1\"", Set.of("b", "a"), Duration.ofHours(1));
            assertThat(identify(rules, token))
                    .isEqualTo(new Identity.Verified("üser \"1\"", Set.of("a", "b"), NOW.plusSeconds(3600)));
        }
    }

    @Test
    void a_token_says_what_it_must_and_is_signed_as_anybody_would_sign_it() {
        String token = issuer(TokenRules.DEFAULT).issue("user1", Set.of("b", "a"), Duration.ofSeconds(90));
        String[] parts = token.split("\\.", -1);
        assertThat(Tokens.decoded(parts[0])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(Tokens.decoded(parts[1]))
                .matches("\\{\"sub\":\"user1\",\"roles\":\\[\"a\",\"b\"],\"iat\":" + NOW.getEpochSecond() + ",\"exp\":"
                        + (NOW.getEpochSecond() + 90) + ",\"jti\":\"[A-Za-z0-9_-]{22}\"}");
        assertThat(parts[2]).isEqualTo(Tokens.signature(parts[0] + "." + parts[1], "HmacSHA256", KEY));
    }

    @Test
    void no_two_tokens_are_the_same() {
        HmacTokenIssuer issuer = issuer(TokenRules.DEFAULT);
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            tokens.add(issuer.issue("user1", Set.of(), Duration.ofHours(1)));
        }
        assertThat(tokens).hasSize(100);
    }

    @Test
    void what_the_authenticator_would_not_accept_is_not_issued() {
        HmacTokenIssuer issuer = issuer(TokenRules.DEFAULT);
        assertThatThrownBy(() -> issuer.issue("", Set.of(), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> issuer.issue("a\nb", Set.of(), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> issuer.issue("x".repeat(257), Set.of(), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> issuer.issue("a", Set.of(""), Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> issuer.issue("a", Set.of(), Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HmacTokenIssuer(new Secret("short"), TokenRules.DEFAULT, clock))
                .hasMessageContaining("5 bytes");
    }
}
