package io.drawbridge.controlplane.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.controlplane.fixture.RecordingSink;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.Network;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.DatabaseUrl;
import io.drawbridge.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastBlocksTest {
    private static final Secret KEY = new Secret("a key of at least thirty-two bytes for this test");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    private LastBlocks last() {
        return new LastBlocks(folder.resolve("last-blocks.txt"), KEY);
    }

    private List<Block> some() {
        return List.of(
                new Block(
                        Network.parse("192.0.2.7"),
                        Block.Origin.AUTOMATIC,
                        "guessed 5 passwords; was it you?",
                        "brute-force",
                        clock.instant(),
                        Optional.of(clock.instant().plus(Duration.ofHours(1))),
                        3),
                new Block(
                        Network.parse("2001:db8::/32"),
                        Block.Origin.MANUAL,
                        "",
                        "admin",
                        clock.instant(),
                        Optional.empty(),
                        0));
    }

    @Test
    void what_was_kept_comes_back() {
        last().keep(some()::forEach);
        List<Block> back = new ArrayList<>();
        last().read(back::add);
        assertThat(back).isEqualTo(some());
    }

    @Test
    void where_nothing_was_kept_there_is_nothing() {
        last().read(block -> assertThat(block).isNull());
        assertThat(folder.resolve("last-blocks.txt")).doesNotExist();
    }

    @Test
    void a_line_that_somebody_took_out_or_a_file_that_ends_early_opens_nothing() throws IOException {
        last().keep(some()::forEach);
        Path file = folder.resolve("last-blocks.txt");
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        for (List<String> changed : List.of(lines.subList(1, 3), lines.subList(0, 2))) {
            Files.write(file, changed);
            assertThatThrownBy(() -> last().read(_ -> {}))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("not as this gateway wrote them");
        }
    }

    @Test
    void a_node_that_starts_while_the_database_is_away_blocks_whom_it_blocked() {
        last().keep(some()::forEach);
        Blocklist list = new Blocklist();
        // Nobody listens there.
        try (Database away = Database.open(DatabaseUrl.parse("postgresql://postgres@127.0.0.1:1/gone"));
                Blocks blocks = Blocks.start(away, list, clock, new RecordingSink())) {
            blocks.copyTo(last());
            assertThat(list.get(Network.parse("192.0.2.7"))).isPresent();
            assertThat(list.get(Network.parse("2001:db8::/32"))).isPresent();
            assertThat(blocks.automaticCount()).isEqualTo(1);
        }
    }
}
