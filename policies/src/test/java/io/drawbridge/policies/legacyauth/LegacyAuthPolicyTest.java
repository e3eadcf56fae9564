package io.drawbridge.policies.legacyauth;

import static io.drawbridge.policies.Exchanges.denial;
import static io.drawbridge.policies.Exchanges.field;
import static io.drawbridge.policies.Exchanges.identified;
import static io.drawbridge.policies.Exchanges.legacy;
import static io.drawbridge.policies.Exchanges.rejected;
import static io.drawbridge.policies.Exchanges.unknown;
import static io.drawbridge.policies.Exchanges.verified;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Verdict;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LegacyAuthPolicyTest {
    private static final Instant SINCE = Instant.parse("2026-09-02T03:04:05.678Z");
    private static final Instant ENFORCED = Instant.parse("2026-09-09T03:04:05.678Z");
    private static final URI GUIDE = URI.create("https://docs.example.com/migrate");

    private final LegacyAuthPolicy dated = new LegacyAuthPolicy(SINCE, Optional.of(ENFORCED), GUIDE);
    private final LegacyAuthPolicy undated =
            new LegacyAuthPolicy(SINCE, Optional.empty(), URI.create("/api/v1/security/migration-guide"));

    private static FieldBlock advice(Verdict verdict) {
        if (denial(verdict).advice() instanceof Advice.Tell(FieldBlock fields)) {
            return fields;
        }
        throw new AssertionError("no advice: " + verdict);
    }

    @Test
    void a_legacy_identity_is_denied_with_how_to_migrate() {
        Verdict.Deny deny = denial(dated.judge(identified(legacy("user1"))));
        assertThat(deny.reason().event()).isEqualTo(EventName.SECURITY_MIGRATION);
        assertThat(deny.reason().code()).isEqualTo("legacy-authentication");
        assertThat(deny.refusal().status()).isEqualTo(401);
        assertThat(deny.refusal().code()).isEqualTo("legacy-authentication");
        assertThat(deny.refusal().remediation())
                .contains("Authorization: Bearer")
                .contains(GUIDE.toString());
        assertThat(field(deny.refusal().fields(), "WWW-Authenticate")).isEqualTo("Bearer realm=\"drawbridge\"");
        assertThat(field(deny.refusal().fields(), "Link"))
                .isEqualTo("<https://docs.example.com/migrate>; rel=\"deprecation\"; type=\"text/html\"");
    }

    @Test
    void the_advice_holds_the_guides_field_and_the_standard_ones() {
        assertThat(advice(dated.judge(identified(legacy("user1")))).fields())
                .containsExactly(
                        new HeaderField("X-Deprecated-Auth", "user_id query param will be blocked soon"),
                        new HeaderField("Deprecation", "@1788318245"),
                        new HeaderField("Sunset", "Wed, 09 Sep 2026 03:04:05 GMT"),
                        new HeaderField(
                                "Link",
                                "<https://docs.example.com/migrate>; rel=\"deprecation\"; type=\"text/html\", "
                                        + "<https://docs.example.com/migrate>; rel=\"sunset\"; type=\"text/html\""));
    }

    @Test
    void without_an_enforcement_date_there_is_no_sunset() {
        FieldBlock advice = advice(undated.judge(identified(legacy("user1"))));
        assertThat(advice.names("sunset")).isFalse();
        assertThat(field(advice, "Link"))
                .isEqualTo("</api/v1/security/migration-guide>; rel=\"deprecation\"; type=\"text/html\"");
    }

    @Test
    void the_fields_name_the_place_where_the_claim_was_found() {
        FieldBlock advice = advice(dated.judge(identified(new Identity.Legacy("user1", "header:X-User-Id"))));
        assertThat(field(advice, "X-Deprecated-Auth")).isEqualTo("X-User-Id header will be blocked soon");
    }

    @Test
    void nobody_else_is_judged() {
        for (Identity identity : new Identity[] {Identity.ANONYMOUS, verified("user1"), rejected(), unknown()}) {
            assertThat(dated.judge(identified(identity))).isEqualTo(Verdict.ALLOW);
        }
    }

    @Test
    void what_a_client_is_told_does_not_hold_what_it_claimed() {
        String verdict = dated.judge(identified(legacy("<script>"))).toString();
        assertThat(verdict).doesNotContain("<script>");
    }

    @Test
    void sunset_never_precedes_deprecation() {
        assertThatThrownBy(() -> new LegacyAuthPolicy(SINCE, Optional.of(SINCE.minusNanos(1)), GUIDE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lies before");
        FieldBlock atOnce =
                advice(new LegacyAuthPolicy(SINCE, Optional.of(SINCE), GUIDE).judge(identified(legacy("user1"))));
        assertThat(field(atOnce, "Sunset")).isEqualTo("Wed, 02 Sep 2026 03:04:05 GMT");
        assertThat(field(atOnce, "Deprecation")).isEqualTo("@1788318245");
    }

    @Test
    void a_guide_that_is_not_ascii_is_written_in_ascii() {
        var policy = new LegacyAuthPolicy(SINCE, Optional.empty(), URI.create("https://docs.example.com/über"));
        assertThat(field(advice(policy.judge(identified(legacy("user1")))), "Link"))
                .startsWith("<https://docs.example.com/%C3%BCber>");
    }
}
