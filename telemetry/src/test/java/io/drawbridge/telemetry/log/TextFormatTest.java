package io.drawbridge.telemetry.log;

import static io.drawbridge.telemetry.AnExchange.LEGACY;
import static io.drawbridge.telemetry.AnExchange.NOON;
import static io.drawbridge.telemetry.AnExchange.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.telemetry.AnExchange;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFormatTest {
    private static final DecisionId ID = new DecisionId("0123456789abcdef0123456789ab");

    @TempDir
    Path temporary;

    LogFolder logs;

    @BeforeEach
    void folder() {
        logs = new LogFolder(temporary.resolve("logs"));
    }

    @Test
    void a_refusal_is_one_line_of_each_log() {
        logs.written(out -> out.record(AnExchange.plain()
                .by("user1")
                .query("user_id=user2")
                .refusedByOwnership()
                .decided(ID)
                .made()));
        assertThat(logs.security())
                .containsExactly(
                        "2026-07-28T12:00:00.123Z WARN SECURITY_EVENT ACCESS_DENIED id=0123456789abcdef0123456789ab"
                                + " policy=ownership mode=enforce effect=refuse reason=other-user route=work-order method=GET"
                                + " path=/api/v1/work-orders status=403 refusal=403 client=subject:user1 user=user1"
                                + " agent=curl/8.5.0 127.0.0.9");
        assertThat(logs.access())
                .containsExactly(
                        "127.0.0.9 - user1 [28/Jul/2026:12:00:00 +0000] \"GET /api/v1/work-orders?user_id=user2 HTTP/1.1\""
                                + " 403 512 \"-\" \"curl/8.5.0\" 0.003");
    }

    @Test
    void an_observed_denial_says_that_it_was_let_pass() {
        logs.written(out -> out.record(AnExchange.plain()
                .claiming("user1")
                .observedByLegacyAuth()
                .decided(ID)
                .made()));
        assertThat(logs.security())
                .containsExactly(
                        "2026-07-28T12:00:00.123Z INFO SECURITY_EVENT SECURITY_MIGRATION id=0123456789abcdef0123456789ab"
                                + " policy=legacy-auth mode=monitor effect=observe reason=legacy-authentication"
                                + " route=work-order method=GET path=/api/v1/work-orders status=200 refusal=401"
                                + " client=claimed:user1@127.0.0.9 user=claimed:user1 agent=curl/8.5.0 127.0.0.9");
        assertThat(logs.access().getFirst()).startsWith("127.0.0.9 - claimed:user1 [");
    }

    @Test
    void every_denial_of_an_exchange_has_a_line_of_its_own_and_no_allowance_has() {
        logs.written(out -> out.record(AnExchange.plain()
                .allowed(LEGACY)
                .denied(LEGACY, Mode.WARN, EventName.SECURITY_MIGRATION, "legacy-authentication", 401)
                .refusedByOwnership()
                .made()));
        assertThat(logs.security()).hasSize(2);
        assertThat(logs.security().getFirst()).contains(" SECURITY_MIGRATION ", " mode=warn effect=advise ");
        assertThat(logs.security().getLast()).contains(" ACCESS_DENIED ", " mode=enforce effect=refuse ");
    }

    @Test
    void a_policy_that_could_not_decide_is_told_although_it_let_pass() {
        logs.written(out -> out.record(
                AnExchange.plain().undecided(OWNERSHIP, "policy-failed").made()));
        assertThat(logs.security()).hasSize(1);
        assertThat(logs.security().getFirst())
                .contains(" ERROR SECURITY_EVENT POLICY_UNDECIDED policy=ownership mode=enforce effect=proceed ")
                .doesNotContain("refusal=");
    }

    @Test
    void a_request_that_cannot_be_read_has_its_status_in_its_place() {
        logs.written(out -> out.record(AnExchange.unreadable().made()));
        assertThat(logs.security())
                .containsExactly(
                        "2026-07-28T12:00:00.123Z WARN SECURITY_EVENT REQUEST_MALFORMED reason=malformed-request"
                                + " cause=a%20line%20feed%20without%20a%20carriage%20return route=- method=- path=- status=400"
                                + " client=address:127.0.0.9 user=- agent=- 127.0.0.9");
        assertThat(logs.access())
                .containsExactly("127.0.0.9 - - [28/Jul/2026:12:00:00 +0000] \"- - -\" 400 512 \"-\" \"-\" 0.003");
    }

    @Test
    void one_that_got_no_answer_has_three_zeros() {
        logs.written(out -> out.record(
                AnExchange.plain().ending(Ending.CLIENT_ABORTED).status(0).made()));
        assertThat(logs.access().getFirst()).contains("\" 000 512 ");
        assertThat(logs.security()).isEmpty();
    }

    @Test
    void a_notice_keeps_the_order_of_its_details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("user", "jo smith");
        details.put("reason", "wrong-password");
        details.put("empty", "");
        logs.written(out -> {
            out.record(new Notice(
                    EventName.AUTH_FAILED,
                    NOON,
                    details,
                    Optional.of(new ClientAddress("2001:db8::7", "2001:db8::/64"))));
            out.record(new Notice(EventName.CONFIG_CHANGED, NOON, Map.of(), Optional.empty()));
        });
        assertThat(logs.security())
                .containsExactly(
                        "2026-07-28T12:00:00.123Z WARN SECURITY_EVENT AUTH_FAILED user=jo%20smith reason=wrong-password"
                                + " empty=- 2001:db8::7",
                        "2026-07-28T12:00:00.123Z INFO SECURITY_EVENT CONFIG_CHANGED -");
        assertThat(logs.access()).isEmpty();
    }

    @Test
    void secrets_do_not_reach_a_log() {
        logs.written(out -> out.record(AnExchange.plain()
                .path("/verify/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.hunter2")
                .query("user_id=1&access_token=hunter2")
                .referer("https://app.example/cb?code=hunter2")
                .refusedByOwnership()
                .made()));
        assertThat(logs.text("access.log"))
                .doesNotContain("hunter2")
                .contains(
                        "\"GET /verify/***?user_id=1&access_token=*** HTTP/1.1\"",
                        "\"https://app.example/cb?code=***\"");
        assertThat(logs.text("security.log")).doesNotContain("hunter2").contains(" path=/verify/*** ");
    }
}
