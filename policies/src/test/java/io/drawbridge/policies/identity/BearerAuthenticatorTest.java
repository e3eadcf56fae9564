package io.drawbridge.policies.identity;

import static io.drawbridge.policies.Exchanges.NOW;
import static io.drawbridge.policies.identity.Tokens.HEADER;
import static io.drawbridge.policies.identity.Tokens.KEY;
import static io.drawbridge.policies.identity.Tokens.code;
import static io.drawbridge.policies.identity.Tokens.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.policies.Exchanges;
import io.drawbridge.policies.Ticker;
import io.drawbridge.policies.identity.HostileTokens.Hostile;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BearerAuthenticatorTest {
    private static final long EXP = HostileTokens.EXP;
    private static final String PAYLOAD = HostileTokens.PAYLOAD;
    private static final String GOOD = HostileTokens.GOOD;

    private final Ticker clock = new Ticker(NOW);
    private final BearerAuthenticator authenticator = authenticator(TokenRules.DEFAULT);

    private BearerAuthenticator authenticator(TokenRules rules) {
        return new BearerAuthenticator(new Secret(KEY), rules, clock);
    }

    private Identity identify(String... fields) {
        return authenticator.identify(Exchanges.get("/", fields));
    }

    private Identity bearer(String token) {
        return identify("Authorization", "Bearer " + token);
    }

    @Test
    void a_good_token_is_verified() {
        assertThat(bearer(GOOD)).isEqualTo(new Identity.Verified("user1", Set.of(), Instant.ofEpochSecond(EXP)));
    }

    @Test
    void no_authorization_field_is_anonymous() {
        assertThat(identify("Accept", "*/*")).isEqualTo(Identity.ANONYMOUS);
    }

    @Test
    void the_scheme_is_read_in_any_case_and_may_be_followed_by_several_spaces() {
        assertThat(identify("AUTHORIZATION", "bEaReR " + GOOD)).isInstanceOf(Identity.Verified.class);
        assertThat(identify("authorization", "Bearer   " + GOOD)).isInstanceOf(Identity.Verified.class);
    }

    static Stream<Arguments> fieldsThatHoldNoBearerToken() {
        return Stream.of(
                Arguments.of("empty", "", "empty-credential"),
                Arguments.of("blank", "  ", "empty-credential"),
                Arguments.of("the scheme alone", "Bearer", "empty-credential"),
                Arguments.of("the scheme and a space", "Bearer ", "empty-credential"),
                Arguments.of("no space after the scheme", "Bearer" + GOOD, "unsupported-scheme"),
                Arguments.of("a tab after the scheme", "Bearer\t" + GOOD, "unsupported-scheme"),
                Arguments.of("no scheme", GOOD, "unsupported-scheme"),
                Arguments.of("basic", "Basic dXNlcjE6cGFzc3dvcmQ=", "unsupported-scheme"),
                Arguments.of("a longer scheme", "BearerX " + GOOD, "unsupported-scheme"),
                Arguments.of("digest", "Digest username=\"user1\"", "unsupported-scheme"),
                Arguments.of("two tokens in one field", "Bearer " + GOOD + ", Bearer " + GOOD, "malformed-token"),
                Arguments.of("a trailing space", "Bearer " + GOOD + " ", "malformed-token"),
                Arguments.of("quotes", "Bearer \"" + GOOD + "\"", "malformed-token"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fieldsThatHoldNoBearerToken")
    void a_field_without_a_bearer_token_is_rejected_and_never_anonymous(String name, String value, String code) {
        assertThat(code(identify("Authorization", value))).isEqualTo(code);
    }

    @Test
    void a_second_authorization_field_is_rejected_even_if_both_are_good() {
        assertThat(code(identify("Authorization", "Bearer " + GOOD, "authorization", "Bearer " + GOOD)))
                .isEqualTo("several-credentials");
        assertThat(code(identify("Authorization", "Bearer " + GOOD, "Authorization", "")))
                .isEqualTo("several-credentials");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.drawbridge.policies.identity.HostileTokens#all")
    void an_attack_is_rejected_and_not_remembered(Hostile hostile) {
        assertThat(code(bearer(hostile.token()))).isEqualTo(hostile.code());
        assertThat(authenticator.rememberedTokens()).isZero();
        // Nor does it fare better beside a good token that is known.
        assertThat(bearer(GOOD)).isInstanceOf(Identity.Verified.class);
        assertThat(code(bearer(hostile.token()))).isEqualTo(hostile.code());
        assertThat(authenticator.rememberedTokens()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.drawbridge.policies.identity.HostileTokens#badClaims")
    void bad_claims_are_rejected_though_the_signature_is_good(Hostile hostile) {
        assertThat(code(bearer(hostile.token()))).isEqualTo(hostile.code());
        assertThat(authenticator.rememberedTokens()).isZero();
    }

    static Stream<Arguments> goodClaims() {
        return Stream.of(
                Arguments.of("no roles", "\"x\":{\"y\":[1,true,null]}", Set.of()),
                Arguments.of("an array of roles", "\"roles\":[\"admin\",\"user\"]", Set.of("admin", "user")),
                Arguments.of("an empty array of roles", "\"roles\":[]", Set.of()),
                Arguments.of("a role twice", "\"roles\":[\"admin\",\"admin\"]", Set.of("admin")),
                Arguments.of("roles as a string", "\"roles\":\"admin\"", Set.of("admin")),
                Arguments.of("one role", "\"role\":\"admin\"", Set.of("admin")),
                Arguments.of("roles before role", "\"roles\":[\"user\"],\"role\":\"admin\"", Set.of("user")),
                Arguments.of(
                        "iat and nbf within the skew",
                        "\"iat\":" + (NOW.getEpochSecond() + 60) + ",\"nbf\":" + (NOW.getEpochSecond() + 60),
                        Set.of()),
                Arguments.of("iat with a fraction", "\"iat\":" + NOW.getEpochSecond() + ".1234567", Set.of()),
                Arguments.of("an audience that nobody asks about", "\"aud\":\"other\",\"iss\":\"other\"", Set.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodClaims")
    void good_claims_are_taken(String name, String claims, Set<String> roles) {
        String token = signed(HEADER, "{\"sub\":\"user1\",\"exp\":" + EXP + "," + claims + "}");
        assertThat(bearer(token)).isEqualTo(new Identity.Verified("user1", roles, Instant.ofEpochSecond(EXP)));
    }

    @Test
    void headers_that_mean_no_harm_are_taken() {
        for (String header : new String[] {
            "{\"alg\":\"HS256\"}",
            "{\"typ\":\"at+jwt\",\"alg\":\"HS256\"}",
            "{\"typ\":\"jwt\",\"alg\":\"HS256\"}",
            "{\"alg\":\"HS256\",\"kid\":\"7\"}",
            "{ \"alg\" :\n\"HS256\" }"
        }) {
            assertThat(bearer(signed(header, PAYLOAD))).as(header).isInstanceOf(Identity.Verified.class);
        }
    }

    @Test
    void a_configured_roles_claim_takes_the_place_of_roles() {
        var other = authenticator(new TokenRules(Optional.empty(), Optional.empty(), "groups"));
        String token =
                signed(HEADER, "{\"sub\":\"u\",\"roles\":[\"admin\"],\"groups\":[\"staff\"],\"exp\":" + EXP + "}");
        assertThat(other.identify(Exchanges.get("/", "Authorization", "Bearer " + token)))
                .isEqualTo(new Identity.Verified("u", Set.of("staff"), Instant.ofEpochSecond(EXP)));
    }

    static Stream<Arguments> issuersAndAudiences() {
        return Stream.of(
                Arguments.of("both right", "\"iss\":\"https://i\",\"aud\":\"api\"", "verified"),
                Arguments.of("the audience among others", "\"iss\":\"https://i\",\"aud\":[\"x\",\"api\"]", "verified"),
                Arguments.of("no issuer", "\"aud\":\"api\"", "wrong-issuer"),
                Arguments.of("another issuer", "\"iss\":\"https://i.evil\",\"aud\":\"api\"", "wrong-issuer"),
                Arguments.of("the issuer in another case", "\"iss\":\"HTTPS://I\",\"aud\":\"api\"", "wrong-issuer"),
                Arguments.of("an issuer that is an array", "\"iss\":[\"https://i\"],\"aud\":\"api\"", "bad-claim"),
                Arguments.of("no audience", "\"iss\":\"https://i\"", "wrong-audience"),
                Arguments.of("another audience", "\"iss\":\"https://i\",\"aud\":\"api2\"", "wrong-audience"),
                Arguments.of("no audience in the array", "\"iss\":\"https://i\",\"aud\":[]", "wrong-audience"),
                Arguments.of("an audience that is a number", "\"iss\":\"https://i\",\"aud\":1", "bad-claim"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("issuersAndAudiences")
    void a_configured_issuer_and_audience_are_checked(String name, String claims, String expected) {
        var strict = authenticator(new TokenRules(Optional.of("https://i"), Optional.of("api"), "roles"));
        String token = signed(HEADER, "{\"sub\":\"user1\",\"exp\":" + EXP + "," + claims + "}");
        Identity identity = strict.identify(Exchanges.get("/", "Authorization", "Bearer " + token));
        assertThat(identity instanceof Identity.Verified ? "verified" : code(identity))
                .isEqualTo(expected);
    }

    @Test
    void a_token_is_good_until_the_instant_of_its_expiry_and_not_at_it() {
        assertThat(bearer(GOOD)).isInstanceOf(Identity.Verified.class);
        clock.set(Instant.ofEpochSecond(EXP).minusNanos(1));
        assertThat(bearer(GOOD)).isInstanceOf(Identity.Verified.class);
        clock.set(Instant.ofEpochSecond(EXP));
        assertThat(code(bearer(GOOD))).isEqualTo("expired-token");
        assertThat(authenticator.rememberedTokens()).isZero();
        assertThat(code(bearer(GOOD))).isEqualTo("expired-token");
    }

    @Test
    void a_fraction_of_a_second_counts() {
        String token = signed(HEADER, "{\"sub\":\"user1\",\"exp\":" + EXP + ".5}");
        clock.set(Instant.ofEpochSecond(EXP).plusMillis(499));
        assertThat(bearer(token)).isInstanceOf(Identity.Verified.class);
        clock.advance(Duration.ofMillis(1));
        assertThat(code(bearer(token))).isEqualTo("expired-token");
    }

    @Test
    void a_good_token_is_verified_once_and_then_remembered() {
        Identity first = bearer(GOOD);
        assertThat(bearer(GOOD)).isSameAs(first);
        assertThat(authenticator.rememberedTokens()).isEqualTo(1);
    }

    @Test
    void another_key_or_other_rules_never_see_what_was_remembered() {
        assertThat(bearer(GOOD)).isInstanceOf(Identity.Verified.class);
        var otherKey = new BearerAuthenticator(new Secret(KEY + "2"), TokenRules.DEFAULT, clock);
        var otherRules = authenticator(new TokenRules(Optional.of("https://i"), Optional.empty(), "roles"));
        assertThat(code(otherKey.identify(Exchanges.get("/", "Authorization", "Bearer " + GOOD))))
                .isEqualTo("bad-signature");
        assertThat(code(otherRules.identify(Exchanges.get("/", "Authorization", "Bearer " + GOOD))))
                .isEqualTo("wrong-issuer");
    }

    @Test
    void no_more_tokens_are_remembered_than_allowed() {
        var small = new BearerAuthenticator(new Secret(KEY), TokenRules.DEFAULT, clock, 10);
        for (int i = 0; i < 100; i++) {
            String token = signed(HEADER, "{\"sub\":\"user" + i + "\",\"exp\":" + EXP + "}");
            assertThat(small.identify(Exchanges.get("/", "Authorization", "Bearer " + token)))
                    .isEqualTo(new Identity.Verified("user" + i, Set.of(), Instant.ofEpochSecond(EXP)));
        }
        assertThat(small.rememberedTokens()).isEqualTo(10);
    }

    @Test
    void a_reason_never_quotes_the_token() {
        HostileTokens.all()
                .forEach(hostile -> assertThat(bearer(hostile.token()))
                        .isInstanceOfSatisfying(Identity.Rejected.class, rejected -> {
                            for (String part : hostile.token().split("\\.", -1)) {
                                if (part.length() > 8) {
                                    assertThat(rejected.reason().detail()).doesNotContain(part);
                                }
                            }
                        }));
    }

    @Test
    void a_key_shorter_than_the_hash_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> new BearerAuthenticator(new Secret("x".repeat(31)), TokenRules.DEFAULT, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31 bytes")
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining("xxx");
        // Bytes count, not characters.
        new BearerAuthenticator(new Secret("ü".repeat(16)), TokenRules.DEFAULT, clock);
    }

    @Test
    void rules_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> new TokenRules(Optional.empty(), Optional.empty(), "sub"))
                .hasMessageContaining("'sub'");
        assertThatThrownBy(() -> new TokenRules(Optional.of(""), Optional.empty(), "roles"))
                .hasMessageContaining("not empty");
    }
}
