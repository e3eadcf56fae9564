package io.drawbridge.controlplane.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.RecordingSink;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class BlocksTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    private static final Actor ADMIN = new Actor("admin", Optional.empty());
    private static final Network ONE = Network.parse("192.0.2.7");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final RecordingSink events = new RecordingSink();
    private Blocklist blocklist = new Blocklist();
    private Database database;
    private Blocks blocks;

    @BeforeEach
    void start() {
        database = engine.open(folder.resolve("gateway.db"));
        blocklist = new Blocklist();
        blocks = Blocks.start(database, blocklist, clock, events);
    }

    @AfterEach
    void stop() {
        blocks.close();
        database.close();
    }

    private void restart() {
        stop();
        start();
    }

    @Test
    void blocks_survive_a_restart_and_end_by_themselves() {
        place("192.0.2.7", "1h");
        place("2001:db8::/32", "permanent");
        restart();

        assertThat(isBlocked("192.0.2.7")).isTrue();
        assertThat(isBlocked("2001:db8::1")).isTrue();
        clock.pass(HOUR);
        assertThat(isBlocked("192.0.2.7")).isFalse();
        assertThat(blocks.list(Optional.empty(), Optional.empty(), "", 10)).hasSize(1);
        restart();
        assertThat(isBlocked("192.0.2.7")).isFalse();
        assertThat(isBlocked("2001:db8::1")).isTrue();
        assertThat(blocklist.size()).isEqualTo(1);
    }

    @Test
    void a_lifted_block_stays_lifted() {
        place("192.0.2.7", "permanent");
        List<Network> forgiven = new ArrayList<>();
        blocks.onLift(forgiven::add);

        assertThat(blocks.lift(ONE, ADMIN)).isPresent();
        assertThat(blocks.lift(ONE, ADMIN)).isEmpty();
        restart();

        assertThat(isBlocked("192.0.2.7")).isFalse();
        assertThat(forgiven).contains(ONE);
        assertThat(names()).containsExactly(EventName.IP_BLOCKED, EventName.IP_UNBLOCKED);
    }

    @Test
    void a_later_block_takes_the_place_of_an_earlier_one() {
        place("192.0.2.7", "permanent");
        place("192.0.2.7", "1h");

        clock.pass(HOUR);
        assertThat(isBlocked("192.0.2.7")).isFalse();
    }

    @Test
    void a_sentence_holds_at_once_and_after_a_restart() {
        sentence("192.0.2.7", HOUR, 1);

        assertThat(isBlocked("192.0.2.7")).isTrue();
        Notice notice = events.notices().getFirst();
        assertThat(notice.name()).isEqualTo(EventName.IP_BLOCKED);
        assertThat(notice.address().orElseThrow().text()).isEqualTo("192.0.2.7");
        assertThat(notice.details()).containsEntry("author", "brute-force").containsEntry("offence", "1");
        restart();
        assertThat(isBlocked("192.0.2.7")).isTrue();
        assertThat(blocks.automaticCount()).isEqualTo(1);
    }

    @Test
    void a_sentence_shortens_no_block_and_is_told_once() {
        place("192.0.2.7", "permanent");
        sentence("192.0.2.7", HOUR, 1);
        sentence("192.0.2.8", HOUR, 1);
        sentence("192.0.2.8", HOUR, 1);

        assertThat(events.notices()).hasSize(2);
        restart();
        clock.pass(Duration.ofDays(2));
        assertThat(isBlocked("192.0.2.7")).isTrue();
    }

    @Test
    void a_sentence_that_is_lifted_before_it_is_written_stays_lifted() {
        sentence("192.0.2.7", HOUR, 1);

        assertThat(blocks.lift(ONE, ADMIN)).isPresent();
        restart();
        assertThat(isBlocked("192.0.2.7")).isFalse();
    }

    @Test
    void sentences_are_remembered_after_their_end_so_that_the_next_is_longer() {
        sentence("192.0.2.7", HOUR, 3);
        restart();
        clock.pass(Duration.ofHours(2));
        restart();

        List<Block> remembered = new ArrayList<>();
        blocks.forEachRemembered(remembered::add);
        assertThat(remembered).extracting(Block::offence).containsExactly(3);
        assertThat(isBlocked("192.0.2.7")).isFalse();
    }

    @Test
    void a_flood_of_addresses_gets_so_many_sentences_and_the_rest_is_counted() {
        for (int i = 0; i < Blocks.MOST_AUTOMATIC + 500; i++) {
            sentence("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), HOUR, 1);
        }

        assertThat(blocks.automaticCount()).isLessThanOrEqualTo(Blocks.MOST_AUTOMATIC);
        assertThat(blocks.unplaced()).isGreaterThanOrEqualTo(500);
        place("192.0.2.7", "1h");
        assertThat(isBlocked("192.0.2.7")).isTrue();
    }

    @Test
    void other_nodes_take_over_what_they_are_told_of() {
        Blocklist elsewhere = new Blocklist();
        List<Network> forgiven = new ArrayList<>();
        try (Blocks other = Blocks.start(database, elsewhere, clock, new RecordingSink())) {
            other.onLift(forgiven::add);

            place("192.0.2.7", "1h");
            other.refresh(List.of(ONE));
            assertThat(elsewhere.get(ONE)).isPresent();
            blocks.lift(ONE, ADMIN);
            other.refresh(List.of(ONE));
            assertThat(elsewhere.get(ONE)).isEmpty();
            assertThat(forgiven).containsExactly(ONE);
        }
    }

    @Test
    void an_event_of_a_range_has_no_address_and_of_a_client_has_its_own() {
        place("192.0.2.0/24", "1h");
        place("2001:db8:1:2::/64", "1h");

        assertThat(events.notices().get(0).address()).isEmpty();
        assertThat(events.notices().get(1).address().orElseThrow().text()).isEqualTo("2001:db8:1:2::");
    }

    private void place(String network, String time) {
        blocks.place(blocks.draft(Network.parse(network), "test", BlockTime.parse(time), ADMIN), ADMIN);
    }

    private void sentence(String address, Duration time, int offence) {
        blocks.sentence(
                Network.parse(address),
                "brute-force",
                "too many",
                clock.instant(),
                clock.instant().plus(time),
                offence);
    }

    private boolean isBlocked(String address) {
        return blocklist
                .blocking(Address.parse(address).orElseThrow().client(), clock.instant())
                .isPresent();
    }

    private List<EventName> names() {
        return events.notices().stream().map(Notice::name).toList();
    }
}
