package io.drawbridge.policies.identity;

import static io.drawbridge.policies.Exchanges.NOW;
import static io.drawbridge.policies.Exchanges.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientCertificate;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.policies.Exchanges;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateAuthenticatorTest {
    private static final ClientCertificate ROBOT = new ClientCertificate.Proven("robot", NOW.plusSeconds(1));

    @Test
    void a_proven_certificate_is_an_identity_without_roles() {
        assertThat(identified(_ -> Identity.ANONYMOUS, new Scheme.Https(ROBOT), NOW))
                .isEqualTo(new Identity.Verified("robot", Set.of(), NOW.plusSeconds(1), Identity.Proof.CERTIFICATE));
    }

    @Test
    void a_token_decides_alone_good_or_bad() {
        Identity good = Exchanges.verified("somebody");
        Identity bad = Exchanges.rejected();

        assertThat(identified(_ -> good, new Scheme.Https(ROBOT), NOW)).isSameAs(good);
        assertThat(identified(_ -> bad, new Scheme.Https(ROBOT), NOW)).isSameAs(bad);
    }

    @Test
    void without_tls_or_a_certificate_nobody_is_known() {
        assertThat(identified(_ -> Identity.ANONYMOUS, Scheme.HTTP, NOW)).isEqualTo(Identity.ANONYMOUS);
        assertThat(identified(_ -> Identity.ANONYMOUS, new Scheme.Https(ClientCertificate.NONE), NOW))
                .isEqualTo(Identity.ANONYMOUS);
    }

    @Test
    void a_certificate_that_expires_on_a_standing_connection_is_rejected_from_that_instant_on() {
        Identity identity = identified(_ -> Identity.ANONYMOUS, new Scheme.Https(ROBOT), NOW.plusSeconds(1));

        assertThat(identity)
                .isInstanceOfSatisfying(
                        Identity.Rejected.class,
                        rejected -> assertThat(rejected.reason().code()).isEqualTo("expired-certificate"));
    }

    @Test
    void a_certificate_that_names_nobody_is_rejected_and_not_taken_for_nothing() {
        Identity identity =
                identified(_ -> Identity.ANONYMOUS, new Scheme.Https(new ClientCertificate.Nameless("why")), NOW);

        assertThat(identity)
                .isInstanceOfSatisfying(
                        Identity.Rejected.class,
                        rejected -> assertThat(rejected.reason().code()).isEqualTo("nameless-certificate"));
    }

    private static Identity identified(Authenticator tokens, Scheme scheme, Instant now) {
        Arrived plain = get("/");
        Arrived exchange = new Arrived(
                plain.head(), plain.address(), plain.route(), plain.pathValues(), plain.arrivedAt(), scheme);
        return new CertificateAuthenticator(tokens, () -> now).identify(exchange);
    }
}
