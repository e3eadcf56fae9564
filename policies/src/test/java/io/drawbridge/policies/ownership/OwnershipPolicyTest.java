package io.drawbridge.policies.ownership;

import static io.drawbridge.policies.Exchanges.ADDRESS;
import static io.drawbridge.policies.Exchanges.arrived;
import static io.drawbridge.policies.Exchanges.denial;
import static io.drawbridge.policies.Exchanges.get;
import static io.drawbridge.policies.Exchanges.legacy;
import static io.drawbridge.policies.Exchanges.rejected;
import static io.drawbridge.policies.Exchanges.unknown;
import static io.drawbridge.policies.Exchanges.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipPolicyTest {
    private static final OwnershipPolicy POLICY = new OwnershipPolicy(
            List.of(OwnershipField.parse("query:user_id"), OwnershipField.parse("header:X-User")), Set.of("admin"));
    private static final OwnershipPolicy PATH =
            new OwnershipPolicy(List.of(OwnershipField.parse("path:user_id")), Set.of());

    private static Verdict judge(Identity identity, Arrived arrived) {
        return POLICY.judge(new Identified(arrived, identity));
    }

    private static Verdict judgePath(String subject, String pathValue) {
        Arrived arrived = arrived("GET", "/users/" + pathValue, Map.of("user_id", pathValue), ADDRESS);
        return PATH.judge(new Identified(arrived, verified(subject)));
    }

    static Stream<Arguments> foreignRequests() {
        return Stream.of(
                Arguments.of("another user", get("/?user_id=user2")),
                Arguments.of("another user second", get("/?user_id=user1&user_id=user2")),
                Arguments.of("another user first", get("/?user_id=user2&user_id=user1")),
                Arguments.of("another user among many", get("/?a=1&user_id=user1&b=2&user_id=user1&user_id=user3")),
                Arguments.of("an encoded name", get("/?user_id=user1&user%5Fid=user2")),
                Arguments.of("a wholly encoded name", get("/?%75%73%65%72%5f%69%64=user2")),
                Arguments.of("an encoded value", get("/?user_id=user%32")),
                Arguments.of("another case", get("/?user_id=User1")),
                Arguments.of("a space behind", get("/?user_id=user1+")),
                Arguments.of("a null byte behind", get("/?user_id=user1%00")),
                Arguments.of("an empty value", get("/?user_id=")),
                Arguments.of("a name without a value", get("/?user_id")),
                Arguments.of("a list", get("/?user_id=user1,user2")),
                Arguments.of("a header", get("/", "X-User", "user2")),
                Arguments.of("a second header", get("/", "X-User", "user1", "x-user", "user2")),
                Arguments.of("a header with a list", get("/", "X-User", "user1, user2")),
                Arguments.of("a header spelt with an underscore", get("/", "X_User", "user2")),
                Arguments.of("a header spelt with a dot", get("/", "X.User", "user2")),
                Arguments.of("a header beside a good query", get("/?user_id=user1", "X-USER", "user2")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreignRequests")
    void who_names_another_user_anywhere_gets_403(String name, Arrived arrived) {
        for (Identity identity : new Identity[] {verified("user1"), verified("user1", "staff"), legacy("user1")}) {
            Verdict.Deny deny = denial(judge(identity, arrived));
            assertThat(deny.reason().event()).isEqualTo(EventName.ACCESS_DENIED);
            assertThat(deny.reason().code()).isEqualTo("not-the-owner");
            assertThat(deny.refusal().status()).isEqualTo(403);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreignRequests")
    void an_exempt_role_may_name_anybody(String name, Arrived arrived) {
        assertThat(judge(verified("boss", "admin"), arrived)).isEqualTo(Verdict.ALLOW);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreignRequests")
    void who_is_nobody_is_left_to_authentication(String name, Arrived arrived) {
        for (Identity identity : new Identity[] {Identity.ANONYMOUS, unknown()}) {
            assertThat(judge(identity, arrived)).isEqualTo(Verdict.ALLOW);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("foreignRequests")
    void a_bad_credential_names_nobody_also_where_authentication_is_only_monitored(String name, Arrived arrived) {
        assertThat(denial(judge(rejected(), arrived)).refusal().status()).isEqualTo(403);
    }

    @Test
    void who_names_only_itself_may_go_on() {
        for (Arrived arrived : List.of(
                get("/"),
                get("/?user_id=user1"),
                get("/?user_id=user1&user_id=user1"),
                get("/?user%5fid=%75ser1", "X-User", "user1", "X_USER", "user1"),
                get("/?USER_ID=user1&user_id2=user3&other=user2", "X-User-Agent", "user2"))) {
            assertThat(judge(verified("user1"), arrived)).isEqualTo(Verdict.ALLOW);
            assertThat(judge(legacy("user1"), arrived)).isEqualTo(Verdict.ALLOW);
        }
    }

    @Test
    void a_legacy_claim_has_no_role_that_could_exempt_it() {
        assertThat(judge(legacy("admin"), get("/?user_id=admin&user_id=user2"))).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void the_reason_names_both_users_and_the_refusal_neither() {
        Verdict.Deny deny = denial(judge(verified("user1"), get("/?user_id=user2")));
        assertThat(deny.reason().detail()).contains("user1").contains("user2").contains("query:user_id");
        assertThat(deny.refusal().toString()).doesNotContain("user1").doesNotContain("user2");
    }

    @Test
    void a_reason_quotes_no_more_than_is_needed() {
        Verdict.Deny deny = denial(judge(verified("user1"), get("/?user_id=" + "x".repeat(10_000))));
        assertThat(deny.reason().detail().length()).isLessThan(250);
    }

    static Stream<Arguments> pathValues() {
        return Stream.of(
                Arguments.of("user1", "user1", true),
                Arguments.of("user1", "%75ser1", true),
                Arguments.of("jürgen", "j%C3%BCrgen", true),
                Arguments.of("a+b", "a+b", true),
                Arguments.of("a b", "a%20b", true),
                Arguments.of("user1", "user2", false),
                Arguments.of("user1", "USER1", false),
                Arguments.of("user1", "%2575ser1", false),
                Arguments.of("user1", "user1%00", false),
                Arguments.of("a b", "a+b", false),
                Arguments.of("jürgen", "j%FCrgen", false),
                Arguments.of("a\uFFFD", "a%FF", false),
                Arguments.of("a%", "a%", false),
                Arguments.of("a%4", "a%4", false),
                Arguments.of("a%zz", "a%zz", false));
    }

    @ParameterizedTest(name = "{0} asks for {1}")
    @MethodSource("pathValues")
    void a_path_value_is_compared_decoded(String subject, String pathValue, boolean own) {
        assertThat(judgePath(subject, pathValue) instanceof Verdict.Allow).isEqualTo(own);
    }

    @Test
    void a_variable_that_the_path_has_not_is_nobodys() {
        assertThat(PATH.judge(new Identified(get("/"), verified("user1")))).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void a_header_value_that_can_be_read_in_two_ways_is_nobodys() {
        // The bytes C3 BC are one letter in UTF-8 and two in ISO 8859-1; this subject's name is the two.
        assertThat(judge(verified("jÃ¼rgen"), get("/", "X-User", "jÃ¼rgen"))).isInstanceOf(Verdict.Deny.class);
        assertThat(judge(verified("jürgen"), get("/", "X-User", "jürgen"))).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void the_text_form_is_read_and_written() {
        for (String text : List.of("query:user_id", "path:user_id", "header:X-User")) {
            assertThat(OwnershipField.parse(text)).hasToString(text);
        }
        assertThat(OwnershipField.parse(" Query:user_id ")).isEqualTo(new OwnershipField.Query("user_id"));
        assertThat(OwnershipField.parse("path:user_id")).isEqualTo(new OwnershipField.Path("user_id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user_id",
                "query:",
                "query: user_id",
                "body:user_id",
                ":user_id",
                "path:user-id",
                "header:X User"
            })
    void a_text_that_is_no_field_is_refused_with_the_form(String text) {
        assertThatThrownBy(() -> OwnershipField.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsAnyOf("query:user_id", "path:user_id", "field name");
    }
}
