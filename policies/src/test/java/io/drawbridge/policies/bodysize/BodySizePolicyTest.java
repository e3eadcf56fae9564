package io.drawbridge.policies.bodysize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.exchange.RequestHead;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.exchange.Target;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodySizePolicyTest {
    private final BodySizePolicy policy = new BodySizePolicy(1000);

    @ParameterizedTest
    @CsvSource({"0, true", "999, true", "1000, true", "1001, false", "999999999999999999, false"})
    void a_declared_length_is_judged_to_the_byte(String length, boolean allowed) {
        Verdict verdict = policy.judge(request(Fields.of("Host", "a", "Content-Length", length)));

        assertThat(verdict.equals(Verdict.ALLOW)).isEqualTo(allowed);
    }

    @Test
    void a_body_of_unknown_length_is_allowed_until_it_has_grown_too_large() {
        Arrived arrived = request(Fields.of("Host", "a", "Transfer-Encoding", "chunked"));

        assertThat(policy.judge(arrived)).isEqualTo(Verdict.ALLOW);
        assertThat(policy.judge(arrived.withBodyBytes(1000))).isEqualTo(Verdict.ALLOW);
        assertThat(policy.judge(arrived.withBodyBytes(1001))).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void the_client_learns_how_much_it_may_send() {
        Verdict verdict = policy.judge(request(Fields.of("Content-Length", "1001")));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Deny.class, deny -> {
            assertThat(deny.refusal().status()).isEqualTo(413);
            assertThat(deny.refusal().remediation()).contains("1000 bytes");
        });
    }

    @Test
    void a_limit_below_nothing_is_refused() {
        assertThatThrownBy(() -> new BodySizePolicy(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Arrived request(Fields fields) {
        return new Arrived(
                new RequestHead("POST", new Target("/", ""), "a", fields),
                new ClientAddress("10.0.0.1", "10.0.0.1"),
                new RouteName("r"),
                Map.of(),
                Instant.EPOCH);
    }
}
