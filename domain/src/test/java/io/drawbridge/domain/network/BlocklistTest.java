package io.drawbridge.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.identity.ClientAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlocklistTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private final Blocklist blocklist = new Blocklist();

    @Test
    void a_block_holds_up_to_its_end_and_not_at_it() {
        put("192.0.2.7", Optional.of(NOW.plusSeconds(60)));

        assertThat(blocklist.blocking(client("192.0.2.7"), NOW)).isPresent();
        assertThat(blocklist.blocking(client("192.0.2.7"), NOW.plusSeconds(60).minusMillis(1)))
                .isPresent();
        assertThat(blocklist.blocking(client("192.0.2.7"), NOW.plusSeconds(60))).isEmpty();
        assertThat(blocklist.blocking(client("192.0.2.8"), NOW)).isEmpty();
    }

    @Test
    void a_narrow_block_that_has_expired_does_not_hide_a_wide_one_that_holds() {
        put("192.0.2.0/24", Optional.empty());
        put("192.0.2.7", Optional.of(NOW.minusSeconds(1)));

        assertThat(blocklist.blocking(client("192.0.2.7"), NOW)).isPresent();
    }

    @Test
    void an_ipv4_block_holds_for_the_mapped_address_too() {
        put("192.0.2.7", Optional.empty());

        assertThat(blocklist.blocking(client("::ffff:192.0.2.7"), NOW)).isPresent();
    }

    @Test
    void what_was_lifted_blocks_nobody() {
        put("192.0.2.0/24", Optional.empty());

        assertThat(blocklist.removeAll(List.of(Network.parse("192.0.2.0/24"), Network.parse("10.0.0.0/8")), _ -> true))
                .isEqualTo(1);
        assertThat(blocklist.blocking(client("192.0.2.7"), NOW)).isEmpty();
        assertThat(blocklist.size()).isZero();
    }

    private void put(String network, Optional<Instant> endsAt) {
        Block block = new Block(
                Network.parse(network), Block.Origin.MANUAL, "test", "admin", NOW.minusSeconds(100), endsAt, 0);
        blocklist.put(block.network(), Blocklist.Entry.of(block));
    }

    private static ClientAddress client(String text) {
        return Address.parse(text).orElseThrow().client();
    }
}
