package io.drawbridge.controlplane.snapshots;

import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drawbridge.controlplane.fixture.Blueprints;
import io.drawbridge.controlplane.fixture.Bridge;
import io.drawbridge.controlplane.fixture.RecordingSink;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.DatabaseUrl;
import io.drawbridge.storage.Engine;
import io.drawbridge.storage.StorageException;
import io.drawbridge.storage.messages.Messages;
import io.drawbridge.storage.messages.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes on one PostgreSQL.
class SharedSteeringTest {
    private static final Secret KEY = new Secret("a key of at least thirty-two bytes for this test");
    /// Nobody listens here.
    private static final DatabaseUrl AWAY = DatabaseUrl.parse("postgresql://postgres@127.0.0.1:1/gone");

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final RecordingSink events = new RecordingSink();
    private final List<Database> databases = new ArrayList<>();

    @BeforeEach
    void open() {
        databases.add(Engine.POSTGRESQL.open(folder.resolve("gateway.db")));
        databases.add(Engine.POSTGRESQL.open(folder.resolve("gateway.db")));
    }

    @AfterEach
    void close() {
        databases.forEach(Database::close);
    }

    /// Publishes into a list.
    private static final class Said implements Messages {
        final List<Topic> topics = new ArrayList<>();

        @Override
        public void subscribe(Topic topic, Runnable look) {}

        @Override
        public void publish(Topic topic) {
            topics.add(topic);
        }

        @Override
        public void close() {}
    }

    private Steering start(int node, Messages messages, Blueprints blueprints) {
        return start(databases.get(node), node, messages, blueprints);
    }

    private Steering start(Database database, int node, Messages messages, Blueprints blueprints) {
        return start(database, node, messages, blueprints, blueprints);
    }

    /// @param onDisk what a reload finds
    private Steering start(Database database, int node, Messages messages, Blueprints blueprints, Blueprints onDisk) {
        Sharing sharing = new Sharing(messages, Optional.of(new LastSnapshot(kept(node), KEY)));
        return Steering.start(
                database,
                sharing,
                blueprints.made(),
                () -> new BlueprintSource.Reading.Valid(onDisk.made()),
                clock,
                events);
    }

    private Path kept(int node) {
        return folder.resolve("last-snapshot-" + node + ".json");
    }

    private static Mode mode(Steering steering) {
        return steering.position()
                .stances()
                .set(Place.everywhere(LEGACY))
                .stance()
                .ceiling();
    }

    private static Applying set(Steering steering, Mode mode) {
        Planning planned = steering.plan(LEGACY.text(), Optional.empty(), StanceRequest.of(mode));
        return steering.apply((Planning.Planned) planned, Bridge.ANN);
    }

    @Test
    void an_edit_of_one_node_is_said_and_holds_on_the_other_when_it_looks() {
        Said said = new Said();
        Steering one = start(0, said, Blueprints.usual());
        Steering two = start(1, Messages.ALONE, Blueprints.usual());
        assertThat(set(one, Mode.ENFORCE)).isInstanceOf(Applying.Applied.class);
        assertThat(said.topics).containsExactly(Topic.SNAPSHOT);
        assertThat(mode(two)).isEqualTo(Mode.MONITOR);
        two.lookAgain();
        assertThat(mode(two)).isEqualTo(Mode.ENFORCE);
        assertThat(two.position().version()).isEqualTo(one.position().version());
        assertThat(two.history(10)).isEqualTo(one.history(10));
        // Both deal the same clients into a share.
        Client client = new Client.Subject("ann");
        assertThat(two.buckets().bucket(LEGACY, client)).isEqualTo(one.buckets().bucket(LEGACY, client));
    }

    @Test
    void an_edit_that_was_planned_before_another_nodes_is_stale_and_changes_nothing() {
        Steering one = start(0, Messages.ALONE, Blueprints.usual());
        Steering two = start(1, Messages.ALONE, Blueprints.usual());
        Planning planned = two.plan(LEGACY.text(), Optional.empty(), StanceRequest.of(Mode.WARN));
        set(one, Mode.ENFORCE);
        assertThat(two.apply((Planning.Planned) planned, Bridge.ANN)).isEqualTo(new Applying.Stale(1, 2));
        assertThat(mode(two)).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void many_edits_on_both_nodes_at_once_are_numbered_without_gaps() throws Exception {
        List<Steering> nodes =
                List.of(start(0, Messages.ALONE, Blueprints.usual()), start(1, Messages.ALONE, Blueprints.usual()));
        int each = 20;
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> running = new ArrayList<>();
            for (Steering node : nodes) {
                running.add(threads.submit(() -> {
                    int made = 0;
                    while (made < each) {
                        Planning planning = node.plan(
                                LEGACY.text(),
                                Optional.empty(),
                                StanceRequest.of(mode(node) == Mode.WARN ? Mode.MONITOR : Mode.WARN));
                        if (planning instanceof Planning.Planned planned
                                && node.apply(planned, Bridge.ANN) instanceof Applying.Applied) {
                            made++;
                        }
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        List<Edit> history = nodes.getFirst().history(1_000);
        assertThat(history).hasSize(2 * each);
        for (int i = 0; i < history.size(); i++) {
            assertThat(history.get(i).number()).isEqualTo(2L * each - i);
            assertThat(history.get(i).version()).isEqualTo(history.get(i).number() + 1);
        }
    }

    @Test
    void a_node_starts_with_its_last_snapshot_while_the_database_is_away() {
        set(start(0, Messages.ALONE, Blueprints.usual()), Mode.ENFORCE);
        try (Database away = Database.open(AWAY)) {
            Steering again = start(away, 0, Messages.ALONE, Blueprints.usual());
            assertThat(mode(again)).isEqualTo(Mode.ENFORCE);
            assertThat(again.position().version()).isEqualTo(2);
            assertThat(again.origin()).isEqualTo(Steering.Origin.DISK);
            assertThatThrownBy(() -> set(again, Mode.OFF)).isInstanceOf(RuntimeException.class);
            assertThat(mode(again)).isEqualTo(Mode.ENFORCE);
        }
    }

    @Test
    void a_node_without_a_last_snapshot_does_not_start_without_the_database() {
        try (Database away = Database.open(AWAY)) {
            assertThatThrownBy(() -> start(away, 0, Messages.ALONE, Blueprints.usual()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("no snapshot of its own");
        }
    }

    @Test
    void a_last_snapshot_that_somebody_changed_opens_nothing() throws IOException {
        set(start(0, Messages.ALONE, Blueprints.usual()), Mode.ENFORCE);
        String text = Files.readString(kept(0));
        assertThat(text).contains("enforce");
        Files.writeString(kept(0), text.replace("enforce", "monitor"));
        try (Database away = Database.open(AWAY)) {
            assertThatThrownBy(() -> start(away, 0, Messages.ALONE, Blueprints.usual()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("not as this gateway wrote it");
        }
    }

    @Test
    void a_configuration_that_another_node_has_read_already_is_taken_without_an_edit() {
        Blueprints changed = Blueprints.usual().text("another text").setting("upstream api: url", "http://127.0.0.1:9");
        Steering one = start(databases.getFirst(), 0, Messages.ALONE, Blueprints.usual(), changed);
        start(1, Messages.ALONE, changed);
        one.lookAgain();
        long version = one.position().version();
        assertThat(version).isEqualTo(2);
        assertThat(one.position().blueprint().text()).isNotEqualTo("another text");
        assertThat(one.reload(Bridge.ANN)).isInstanceOf(Reloading.Reloaded.class);
        assertThat(one.position().blueprint().text()).isEqualTo("another text");
        assertThat(one.position().version()).isEqualTo(version);
        assertThat(one.history(10)).hasSize(1);
    }
}
