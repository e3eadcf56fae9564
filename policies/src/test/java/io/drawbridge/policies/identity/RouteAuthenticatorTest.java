package io.drawbridge.policies.identity;

import static io.drawbridge.policies.Exchanges.NOW;
import static io.drawbridge.policies.identity.Tokens.HEADER;
import static io.drawbridge.policies.identity.Tokens.KEY;
import static io.drawbridge.policies.identity.Tokens.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.policies.Exchanges;
import io.drawbridge.policies.Ticker;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteAuthenticatorTest {
    private static final String GOOD =
            Tokens.signed(HEADER, "{\"sub\":\"user1\",\"exp\":" + (NOW.getEpochSecond() + 60) + "}");
    private static final LegacyClaims BOTH = new LegacyClaims(Optional.of("user_id"), Optional.of("X-User-Id"));

    private final RouteAuthenticator authenticator =
            new RouteAuthenticator(new BearerAuthenticator(new Secret(KEY), TokenRules.DEFAULT, new Ticker(NOW)), BOTH);

    private Identity identify(String target, String... fields) {
        return authenticator.identify(Exchanges.get(target, fields));
    }

    @Test
    void a_good_token_wins_over_its_own_and_over_another_claim() {
        assertThat(identify("/?user_id=user1", "Authorization", "Bearer " + GOOD))
                .isEqualTo(new Identity.Verified("user1", java.util.Set.of(), NOW.plusSeconds(60)));
        assertThat(identify("/?user_id=user2", "Authorization", "Bearer " + GOOD, "X-User-Id", "user3"))
                .isInstanceOf(Identity.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer x", "Basic dTpw", "Bearer a.b.c"})
    void a_bad_credential_is_never_taken_for_a_legacy_claim(String credential) {
        assertThat(identify("/?user_id=user1", "Authorization", credential, "X-User-Id", "user1"))
                .isInstanceOf(Identity.Rejected.class);
    }

    @Test
    void two_credentials_are_never_taken_for_a_legacy_claim() {
        assertThat(identify("/?user_id=u", "Authorization", "Bearer " + GOOD, "Authorization", "Bearer " + GOOD))
                .isInstanceOf(Identity.Rejected.class);
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                Arguments.of("a query parameter", "/?user_id=user1", "", "query:user_id", "user1"),
                Arguments.of("an encoded value", "/?user_id=user%201%2B", "", "query:user_id", "user 1+"),
                Arguments.of("an encoded name", "/?user%5Fid=user1", "", "query:user_id", "user1"),
                Arguments.of("a header", "/", "user1", "header:X-User-Id", "user1"),
                Arguments.of("the query before the header", "/?user_id=user1", "user2", "query:user_id", "user1"),
                Arguments.of("the first of two", "/?user_id=user1&user_id=user2", "", "query:user_id", "user1"),
                Arguments.of("the first that is not empty", "/?user_id=&user_id=user2", "", "query:user_id", "user2"),
                Arguments.of(
                        "the header where the query is empty", "/?user_id=", "user2", "header:X-User-Id", "user2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("claims")
    void a_claim_without_a_credential_is_legacy(
            String name, String target, String header, String scheme, String subject) {
        assertThat(identify(target, "X-User-Id", header)).isEqualTo(new Identity.Legacy(subject, scheme));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?user_id=", "/?user_id", "/?USER_ID=user1", "/?user_id2=user1", "/?x=user_id"})
    void nothing_claimed_is_anonymous(String target) {
        assertThat(identify(target)).isEqualTo(Identity.ANONYMOUS);
    }

    @Test
    void a_claim_that_no_subject_can_be_is_rejected_so_that_memory_stays_bounded() {
        assertThat(identify("/?user_id=" + "x".repeat(256))).isInstanceOf(Identity.Legacy.class);
        assertThat(code(identify("/?user_id=" + "x".repeat(257)))).isEqualTo("legacy-claim-too-long");
        assertThat(code(identify("/", "X-User-Id", "x".repeat(10_000)))).isEqualTo("legacy-claim-too-long");
    }

    @Test
    void a_claim_with_control_characters_is_rejected_since_no_service_takes_it() {
        assertThat(code(identify("/?user_id=user1%00"))).isEqualTo("legacy-claim-unprintable");
        assertThat(code(identify("/?user_id=user1%0d%0aX"))).isEqualTo("legacy-claim-unprintable");
    }

    @Test
    void a_place_that_is_not_looked_at_holds_no_claim() {
        var none = new RouteAuthenticator(_ -> Identity.ANONYMOUS, LegacyClaims.NONE);
        assertThat(none.identify(Exchanges.get("/?user_id=user1", "X-User-Id", "user1")))
                .isEqualTo(Identity.ANONYMOUS);
        var query = new RouteAuthenticator(
                _ -> Identity.ANONYMOUS, new LegacyClaims(Optional.of("user_id"), Optional.empty()));
        assertThat(query.identify(Exchanges.get("/", "X-User-Id", "user1"))).isEqualTo(Identity.ANONYMOUS);
    }

    @Test
    void an_unknown_identity_stays_unknown_beside_a_claim() {
        var away = new RouteAuthenticator(_ -> Exchanges.unknown(), BOTH);
        assertThat(away.identify(Exchanges.get("/?user_id=user1"))).isEqualTo(Exchanges.unknown());
    }

    @Test
    void names_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> new LegacyClaims(Optional.of("user id"), Optional.empty()))
                .hasMessageContaining("'user id'");
        assertThatThrownBy(() -> new LegacyClaims(Optional.of(""), Optional.empty()))
                .hasMessageContaining("''");
        assertThatThrownBy(() -> new LegacyClaims(Optional.empty(), Optional.of("X User")))
                .hasMessageContaining("'X User'");
    }
}
