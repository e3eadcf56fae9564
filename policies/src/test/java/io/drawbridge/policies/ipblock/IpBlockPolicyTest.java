package io.drawbridge.policies.ipblock;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Verdict;
import io.drawbridge.policies.Exchanges;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpBlockPolicyTest {
    private final Blocklist blocklist = new Blocklist();

    @Test
    void a_blocked_address_is_denied_and_learns_nothing() {
        block("192.0.2.0/24", 60);

        Verdict.Deny denial = (Verdict.Deny) judge("192.0.2.7");

        assertThat(denial.reason().event()).isEqualTo(EventName.IP_BLOCKED);
        assertThat(denial.reason().detail())
                .contains("manual")
                .contains("by admin")
                .contains("scanner");
        assertThat(denial.refusal().status()).isEqualTo(403);
        assertThat(denial.refusal().fields()).containsExactly(new HeaderField("X-Blocked-Reason", "Security"));
        assertThat(denial.refusal().title() + denial.refusal().remediation()).doesNotContain("scanner");
        assertThat(denial.advice()).isEqualTo(Advice.SILENT);
    }

    @Test
    void others_pass_and_so_does_everybody_after_the_end() {
        block("192.0.2.0/24", 60);
        block("198.51.100.7", 0);

        assertThat(judge("192.0.3.7")).isEqualTo(Verdict.ALLOW);
        assertThat(judge("198.51.100.7")).isEqualTo(Verdict.ALLOW);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.5", "10.1.2.3", "192.168.0.9", "::1", "fe80::1", "fd00::7", "::ffff:127.0.0.5"})
    void no_address_is_exempt_for_being_private(String address) {
        block("0.0.0.0/0", 60);
        block("::/0", 60);

        assertThat(judge(address)).isInstanceOf(Verdict.Deny.class);
    }

    @Test
    void the_allow_list_beats_every_block_however_narrow() {
        block("192.0.2.0/24", 60);
        block("192.0.2.7", 60);

        assertThat(judge("192.0.2.7", "192.0.0.0/16")).isEqualTo(Verdict.ALLOW);
        assertThat(judge("192.0.2.7", "192.0.2.7")).isEqualTo(Verdict.ALLOW);
        assertThat(judge("192.0.2.8", "192.0.2.7")).isInstanceOf(Verdict.Deny.class);
    }

    private Verdict judge(String address, String... allowed) {
        ClientAddress client = Address.parse(address).orElseThrow().client();
        Arrived exchange = Exchanges.arrived("GET", "/", Map.of(), client);
        return new IpBlockPolicy(
                        blocklist,
                        new NetworkSet(
                                List.of(allowed).stream().map(Network::parse).toList()))
                .judge(exchange);
    }

    private void block(String network, long seconds) {
        blocklist.put(
                Network.parse(network),
                new Blocklist.Entry(
                        Block.Origin.MANUAL,
                        "scanner",
                        "admin",
                        Exchanges.NOW.plusSeconds(seconds).toEpochMilli()));
    }
}
