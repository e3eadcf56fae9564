package io.drawbridge.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAccessTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String AUTHORITY = "127.0.0.1:9090";

    private final AtomicLong nanos = new AtomicLong(-5);
    private final WrongKeys wrongKeys = new WrongKeys(nanos::get);
    private final AdminAccess api = new AdminAccess(new Secret(KEY), AdminAccess.Credentials.KEY, wrongKeys);
    private final AdminAccess page = new AdminAccess(new Secret(KEY), AdminAccess.Credentials.KEY_OR_BASIC, wrongKeys);

    @Test
    void the_key_opens_in_its_own_field_and_as_a_bearer_token() {
        assertThat(judge(api, "X-Admin-Key", KEY)).isEqualTo(Verdict.ALLOW);
        assertThat(judge(api, "Authorization", "Bearer " + KEY)).isEqualTo(Verdict.ALLOW);
        assertThat(judge(api, "authorization", "bearer " + KEY)).isEqualTo(Verdict.ALLOW);
        assertThat(judge(api, "X-Admin-Key", KEY, "Authorization", "Bearer " + KEY))
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void without_a_key_the_answer_says_how_to_send_one() {
        Refusal refusal = refused(judge(api));

        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.code()).isEqualTo("admin-key-missing");
        assertThat(refusal.fields()).contains(new HeaderField("WWW-Authenticate", "Bearer realm=\"drawbridge-admin\""));
        assertThat(refused(judge(page)).fields())
                .contains(new HeaderField("WWW-Authenticate", "Basic realm=\"drawbridge-admin\", charset=\"UTF-8\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789ABCDEF0123456789ABCDEF"
            })
    void anything_but_the_key_is_wrong(String candidate) {
        assertThat(refused(judge(api, "X-Admin-Key", candidate)).code()).isEqualTo("admin-key-wrong");
        assertThat(refused(judge(api, "Authorization", "Bearer " + candidate)).status())
                .isEqualTo(401);
    }

    @Test
    void everything_that_is_presented_must_be_right() {
        assertThat(refused(judge(api, "X-Admin-Key", KEY, "Authorization", "Bearer other"))
                        .status())
                .isEqualTo(401);
        assertThat(refused(judge(api, "X-Admin-Key", "other", "Authorization", "Bearer " + KEY))
                        .status())
                .isEqualTo(401);
        assertThat(refused(judge(api, "X-Admin-Key", KEY, "X-Admin-Key", "other"))
                        .status())
                .isEqualTo(401);
        assertThat(refused(judge(api, "X-Admin-Key", KEY, "Authorization", "Digest x"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void what_a_browser_sends_of_its_own_accord_opens_the_page_and_nothing_else() {
        String basic = basic("admin:" + KEY);

        assertThat(judge(page, "Authorization", basic)).isEqualTo(Verdict.ALLOW);
        assertThat(refused(judge(api, "Authorization", basic)).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin:", "root:" + KEY, KEY, "admin:" + KEY + "x", ":" + KEY})
    void basic_needs_the_user_admin_and_the_key(String pair) {
        assertThat(refused(judge(page, "Authorization", basic(pair))).status()).isEqualTo(401);
    }

    @Test
    void basic_that_is_not_base64_is_wrong() {
        assertThat(refused(judge(page, "Authorization", "Basic ***")).status()).isEqualTo(401);
        assertThat(refused(judge(page, "Authorization", "Basic")).status()).isEqualTo(401);
    }

    @Test
    void the_sixth_wrong_key_within_a_minute_is_answered_with_when_to_come_back() {
        for (int i = 0; i < 5; i++) {
            assertThat(refused(judge(api, "X-Admin-Key", "guess" + i)).status()).isEqualTo(401);
            pass(Duration.ofSeconds(1));
        }

        Refusal refusal = refused(judge(api, "X-Admin-Key", "guess6"));

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.fields()).contains(new HeaderField("Retry-After", "55"));
    }

    @Test
    void a_minute_after_the_first_wrong_key_another_one_is_tolerated() {
        for (int i = 0; i < 5; i++) {
            judge(api, "X-Admin-Key", "guess");
        }
        pass(Duration.ofMinutes(1).minusNanos(1));
        assertThat(refused(judge(api, "X-Admin-Key", "guess")).status()).isEqualTo(429);

        pass(Duration.ofNanos(1));
        assertThat(refused(judge(api, "X-Admin-Key", "guess")).status()).isEqualTo(401);
    }

    @Test
    void the_right_key_is_let_in_however_many_wrong_ones_came_from_its_address() {
        for (int i = 0; i < 20; i++) {
            judge(api, "X-Admin-Key", "guess");
        }

        assertThat(judge(api, "X-Admin-Key", KEY)).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void right_keys_and_missing_ones_are_not_counted() {
        for (int i = 0; i < 20; i++) {
            judge(api, "X-Admin-Key", KEY);
            judge(api);
        }

        assertThat(refused(judge(api, "X-Admin-Key", "guess")).status()).isEqualTo(401);
    }

    @Test
    void wrong_keys_from_one_address_do_not_count_for_another() {
        for (int i = 0; i < 6; i++) {
            judge(api, "X-Admin-Key", "guess");
        }
        ClientAddress other = new ClientAddress("127.0.0.6", "127.0.0.6");

        Verdict verdict = api.judge(Exchanges.arrived(other, AUTHORITY, "X-Admin-Key", "guess"));

        assertThat(refused(verdict).status()).isEqualTo(401);
    }

    @Test
    void addresses_beyond_the_number_that_is_told_apart_are_counted() {
        for (int i = 0; i < 10_003; i++) {
            String network = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
            api.judge(Exchanges.arrived(new ClientAddress(network, network), AUTHORITY, "X-Admin-Key", "guess"));
        }

        assertThat(wrongKeys.forgotten()).isEqualTo(3);
    }

    @Test
    void a_refusal_repeats_nothing_of_what_was_presented() {
        assertThat(judge(api, "X-Admin-Key", "my-secret-guess").toString()).doesNotContain("my-secret-guess");
    }

    @Test
    void an_empty_key_is_no_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdminAccess(new Secret(""), AdminAccess.Credentials.KEY, wrongKeys));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Verdict judge(AdminAccess access, String... fields) {
        return access.judge(Exchanges.arrived(AUTHORITY, fields));
    }

    private static Refusal refused(Verdict verdict) {
        return ((Verdict.Deny) verdict).refusal();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
