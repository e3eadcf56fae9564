package io.drawbridge.controlplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.Exchanges;
import io.drawbridge.domain.verdict.Verdict;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminHostTest {
    private final AdminHost loopback = new AdminHost("gateway.internal", InetAddress.ofLiteral("127.0.0.1"));
    private final AdminHost open = new AdminHost("0.0.0.0", InetAddress.ofLiteral("0.0.0.0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9090",
                "127.0.0.1:9090",
                "127.0.0.1",
                "127.1.2.3:9090",
                "[::1]:9090",
                "[::1]",
                "gateway.internal:9090"
            })
    void names_of_this_machine_are_answered(String authority) {
        assertThat(loopback.judge(Exchanges.arrived(authority))).isEqualTo(Verdict.ALLOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":9090",
                "evil.example:9090",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1.nip.io:9090",
                "192.168.1.1:9090",
                "0.0.0.0:9090",
                "[::]:9090",
                "[2001:db8::1]:9090"
            })
    void a_foreign_name_that_points_here_is_refused(String authority) {
        Verdict.Deny deny = (Verdict.Deny) loopback.judge(Exchanges.arrived(authority));

        assertThat(deny.refusal().status()).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.example.org", "10.0.0.7:9090"})
    void a_listener_that_is_open_on_purpose_answers_to_every_name(String authority) {
        assertThat(open.judge(Exchanges.arrived(authority))).isEqualTo(Verdict.ALLOW);
    }
}
