package io.drawbridge.policies.authentication;

import static io.drawbridge.policies.Exchanges.denial;
import static io.drawbridge.policies.Exchanges.field;
import static io.drawbridge.policies.Exchanges.identified;
import static io.drawbridge.policies.Exchanges.legacy;
import static io.drawbridge.policies.Exchanges.rejected;
import static io.drawbridge.policies.Exchanges.unknown;
import static io.drawbridge.policies.Exchanges.verified;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Verdict;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthenticationPolicyTest {
    private final AuthenticationPolicy anyone = new AuthenticationPolicy(Set.of());
    private final AuthenticationPolicy admins = new AuthenticationPolicy(Set.of("owner", "admin"));

    @Test
    void a_verified_subject_may_come_in() {
        assertThat(anyone.judge(identified(verified("user1")))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void an_anonymous_request_gets_401_and_a_challenge_without_an_error() {
        Verdict.Deny deny = denial(anyone.judge(identified(Identity.ANONYMOUS)));
        assertThat(deny.reason().event()).isEqualTo(EventName.AUTH_FAILED);
        assertThat(deny.reason().code()).isEqualTo("missing-credential");
        assertThat(deny.refusal().status()).isEqualTo(401);
        assertThat(field(deny.refusal().fields(), "WWW-Authenticate")).isEqualTo("Bearer realm=\"drawbridge\"");
    }

    @Test
    void a_rejected_credential_gets_401_invalid_token_and_keeps_its_reason_to_operators() {
        Identity.Rejected rejected = rejected();
        Verdict.Deny deny = denial(anyone.judge(identified(rejected)));
        assertThat(deny.reason()).isEqualTo(rejected.reason());
        assertThat(deny.refusal().status()).isEqualTo(401);
        assertThat(field(deny.refusal().fields(), "WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"drawbridge\", error=\"invalid_token\"");
        assertThat(deny.refusal().toString()).doesNotContain(rejected.reason().detail());
    }

    @Test
    void an_unknown_identity_is_undecided() {
        assertThat(anyone.judge(identified(unknown())))
                .isEqualTo(new Verdict.Undecided(unknown().reason()));
    }

    @Test
    void a_legacy_claim_is_left_to_legacy_auth() {
        assertThat(anyone.judge(identified(legacy("user1")))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void one_of_the_required_roles_is_enough() {
        assertThat(admins.judge(identified(verified("user1", "admin", "user")))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void a_subject_without_a_required_role_gets_403_insufficient_scope() {
        for (Identity identity : new Identity[] {verified("user1"), verified("user1", "user", "Admin")}) {
            Verdict.Deny deny = denial(admins.judge(identified(identity)));
            assertThat(deny.reason().event()).isEqualTo(EventName.ACCESS_DENIED);
            assertThat(deny.reason().code()).isEqualTo("missing-role");
            assertThat(deny.reason().detail()).contains("user1").contains("admin, owner");
            assertThat(deny.refusal().status()).isEqualTo(403);
            assertThat(field(deny.refusal().fields(), "WWW-Authenticate")).contains("error=\"insufficient_scope\"");
        }
    }

    @Test
    void a_legacy_claim_proves_no_role() {
        Verdict.Deny deny = denial(admins.judge(identified(legacy("admin"))));
        assertThat(deny.reason().code()).isEqualTo("missing-role");
        assertThat(deny.refusal().status()).isEqualTo(403);
    }

    @Test
    void who_is_nobody_gets_401_where_a_role_is_required_too() {
        assertThat(denial(admins.judge(identified(Identity.ANONYMOUS)))
                        .refusal()
                        .status())
                .isEqualTo(401);
        assertThat(denial(admins.judge(identified(rejected()))).refusal().status())
                .isEqualTo(401);
    }
}
