package io.drawbridge.policies.identity;

import static io.drawbridge.policies.Exchanges.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.policies.Exchanges;
import io.drawbridge.policies.Ticker;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayIdentityTest {
    private static final Upstream WORKORDERS = upstream("workorders");

    private final Ticker clock = new Ticker(NOW.plusMillis(700));
    private SigningKey key;
    private GatewayIdentity gateway;

    private static Upstream upstream(String name) {
        return new Upstream(
                name,
                "127.0.0.1",
                8001,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(4),
                512,
                false);
    }

    @BeforeEach
    void makeKey(@TempDir Path folder) throws Exception {
        key = SigningKey.loadOrCreate(folder.resolve("key.pem"));
        gateway = new GatewayIdentity(key, clock, 10);
    }

    private static Json.Members part(String token, int index) throws RejectedToken {
        return Json.members(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]), "part");
    }

    private static Json.Text text(String value) {
        return new Json.Text(value);
    }

    /// Verifies as a service would, with nothing but the published key set and the JDK.
    private boolean verifies(String token) throws Exception {
        String x = key.publicJwks().replaceAll(".*\"x\":\"([^\"]*)\".*", "$1");
        byte[] encoded = HexFormat.of()
                .parseHex("302a300506032b6570032100"
                        + HexFormat.of().formatHex(Base64.getUrlDecoder().decode(x)));
        PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(publicKey);
        check.update(token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
        return check.verify(Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1)));
    }

    @Test
    void a_verified_subject_is_told_with_roles_for_one_upstream_and_sixty_seconds() throws Exception {
        String token =
                gateway.token(Exchanges.verified("user1", "b", "a"), WORKORDERS).orElseThrow();
        assertThat(verifies(token)).isTrue();
        assertThat(part(token, 0).values()).containsEntry("alg", text("EdDSA")).containsEntry("kid", text(key.keyId()));
        assertThat(part(token, 1).values())
                .containsEntry("iss", text("drawbridge"))
                .containsEntry("aud", text("workorders"))
                .containsEntry("sub", text("user1"))
                .containsEntry("roles", new Json.Items(List.of(text("a"), text("b"))))
                .containsEntry("scheme", text("token"))
                .containsEntry("verified", new Json.Flag(true))
                .containsEntry("iat", new Json.Numeral(BigDecimal.valueOf(NOW.getEpochSecond())))
                .containsEntry("exp", new Json.Numeral(BigDecimal.valueOf(NOW.getEpochSecond() + 60)))
                .hasSize(8);
    }

    @Test
    void a_legacy_claim_is_told_as_unproven_and_without_roles() throws Exception {
        String token = gateway.token(Exchanges.legacy("a\n\"b"), WORKORDERS).orElseThrow();
        assertThat(verifies(token)).isTrue();
        assertThat(part(token, 1).values())
                .containsEntry("sub", text("a\n\"b"))
                .containsEntry("roles", new Json.Items(List.of()))
                .containsEntry("scheme", text("query:user_id"))
                .containsEntry("verified", new Json.Flag(false));
    }

    @Test
    void nobody_else_is_told_of() {
        assertThat(gateway.token(Identity.ANONYMOUS, WORKORDERS)).isEmpty();
        assertThat(gateway.token(Exchanges.rejected(), WORKORDERS)).isEmpty();
        assertThat(gateway.token(Exchanges.unknown(), WORKORDERS)).isEmpty();
        assertThat(gateway.rememberedTokens()).isZero();
    }

    @Test
    void a_token_is_made_anew_when_less_than_thirty_seconds_are_left() throws Exception {
        Identity identity = Exchanges.verified("user1");
        String first = gateway.token(identity, WORKORDERS).orElseThrow();
        clock.set(NOW.plusSeconds(30));
        assertThat(gateway.token(identity, WORKORDERS)).contains(first);
        clock.set(NOW.plusSeconds(30).plusNanos(1));
        String second = gateway.token(identity, WORKORDERS).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        assertThat(part(second, 1).values())
                .containsEntry("exp", new Json.Numeral(BigDecimal.valueOf(NOW.getEpochSecond() + 90)));
        assertThat(gateway.rememberedTokens()).isEqualTo(1);
    }

    @Test
    void a_clock_that_is_set_back_makes_no_token_last_longer() {
        Identity identity = Exchanges.verified("user1");
        String first = gateway.token(identity, WORKORDERS).orElseThrow();
        clock.set(NOW.minusSeconds(1));
        assertThat(gateway.token(identity, WORKORDERS).orElseThrow()).isNotEqualTo(first);
    }

    @Test
    void identities_and_upstreams_never_share_a_token() throws Exception {
        String first = gateway.token(Exchanges.verified("user1"), WORKORDERS).orElseThrow();
        String otherUpstream = gateway.token(Exchanges.verified("user1"), upstream("assistant"))
                .orElseThrow();
        String otherRoles =
                gateway.token(Exchanges.verified("user1", "admin"), WORKORDERS).orElseThrow();
        String claimed = gateway.token(Exchanges.legacy("user1"), WORKORDERS).orElseThrow();
        assertThat(List.of(first, otherUpstream, otherRoles, claimed)).doesNotHaveDuplicates();
        assertThat(part(otherUpstream, 1).values()).containsEntry("aud", text("assistant"));
        assertThat(part(claimed, 1).values()).containsEntry("verified", new Json.Flag(false));
    }

    @Test
    void made_up_claims_cannot_fill_the_memory() {
        for (int i = 0; i < 50; i++) {
            gateway.token(Exchanges.legacy("made-up-" + i), WORKORDERS);
        }
        assertThat(gateway.rememberedTokens()).isEqualTo(10);
    }

    @Test
    void a_user_token_authenticator_does_not_take_a_gateway_token() {
        String token = gateway.token(Exchanges.verified("user1"), WORKORDERS).orElseThrow();
        var authenticator = new BearerAuthenticator(
                new io.drawbridge.domain.identity.Secret(Tokens.KEY), TokenRules.DEFAULT, clock);
        assertThat(Tokens.code(authenticator.identify(Exchanges.get("/", "Authorization", "Bearer " + token))))
                .isEqualTo("bad-signature");
    }
}
