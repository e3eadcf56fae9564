package io.drawbridge.storage.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import io.drawbridge.storage.redis.Redis;
import io.drawbridge.storage.redis.RedisCarrier;
import io.drawbridge.storage.redis.RedisProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeMessagesTest {
    /// So long that nothing in these tests is looked at for the time's sake.
    private static final Duration NEVER = Duration.ofDays(1);

    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    private static void assertLooked(LinkedBlockingQueue<String> looks) throws InterruptedException {
        assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    /// Carries nothing by itself; the test says what was heard.
    private static final class ByHand implements Carrier {
        private final AtomicReference<@Nullable Listener> listener = new AtomicReference<>();
        final LinkedBlockingQueue<Set<Topic>> sent = new LinkedBlockingQueue<>();

        @Override
        public void start(Listener next) {
            listener.set(next);
        }

        Listener listener() {
            return Objects.requireNonNull(listener.get(), "nobody listens");
        }

        @Override
        public void send(Set<Topic> topics) {
            sent.add(topics);
            throw new IllegalStateException("the line is dead");
        }

        @Override
        public void close() {}
    }

    @Test
    void who_subscribes_looks_when_its_topic_is_heard_and_when_messages_were_lost() throws Exception {
        ByHand carrier = new ByHand();
        LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
        try (NodeMessages messages = NodeMessages.start(List.of(carrier), NEVER)) {
            messages.subscribe(Topic.BLOCKS, () -> looks.add("blocks"));
            messages.subscribe(Topic.SNAPSHOT, () -> looks.add("snapshot"));
            carrier.listener().heard("blocks");
            assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("blocks");
            carrier.listener().heard("something of a later version");
            carrier.listener().lost();
            assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("blocks");
            assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("snapshot");
        }
    }

    @Test
    void a_look_that_fails_stops_neither_the_others_nor_the_next_one() throws Exception {
        ByHand carrier = new ByHand();
        LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
        try (NodeMessages messages = NodeMessages.start(List.of(carrier), NEVER)) {
            messages.subscribe(Topic.BLOCKS, () -> {
                looks.add("broken");
                throw new IllegalStateException("away");
            });
            messages.subscribe(Topic.BLOCKS, () -> looks.add("whole"));
            for (int i = 0; i < 2; i++) {
                carrier.listener().heard("blocks");
                assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("broken");
                assertThat(looks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("whole");
            }
        }
    }

    @Test
    void everything_is_looked_at_now_and_then_although_nothing_is_heard() throws Exception {
        LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
        try (NodeMessages messages = NodeMessages.start(List.of(), Duration.ofMillis(1))) {
            messages.subscribe(Topic.SNAPSHOT, () -> looks.add("snapshot"));
            assertLooked(looks);
            assertLooked(looks);
        }
    }

    @Test
    void a_carrier_that_fails_keeps_no_other_from_sending() throws Exception {
        ByHand broken = new ByHand();
        ByHand other = new ByHand();
        try (NodeMessages messages = NodeMessages.start(List.of(broken, other), NEVER)) {
            messages.publish(Topic.REVOCATIONS);
            assertThat(other.sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsExactly(Topic.REVOCATIONS);
        }
    }

    @Test
    void what_one_node_publishes_another_hears_through_postgresql() throws Exception {
        Path file = folder.resolve("gateway.db");
        LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
        try (Database one = Engine.POSTGRESQL.open(file);
                Database two = Engine.POSTGRESQL.open(file);
                NodeMessages here = NodeMessages.start(List.of(new Notifications(one)), NEVER);
                NodeMessages there = NodeMessages.start(List.of(new Notifications(two)), NEVER)) {
            there.subscribe(Topic.SNAPSHOT, () -> looks.add("snapshot"));
            // The first look is for what was said before it listened.
            assertLooked(looks);
            here.publish(Topic.SNAPSHOT);
            assertLooked(looks);
        }
    }

    @Test
    void what_one_node_publishes_another_hears_through_redis() throws Exception {
        LinkedBlockingQueue<String> looks = new LinkedBlockingQueue<>();
        try (RedisProgram program = RedisProgram.start(folder);
                Redis one = Redis.at(program.url(), InstantSource.system());
                Redis two = Redis.at(program.url(), InstantSource.system());
                NodeMessages here = NodeMessages.start(List.of(new RedisCarrier(one)), NEVER);
                NodeMessages there = NodeMessages.start(List.of(new RedisCarrier(two)), NEVER)) {
            there.subscribe(Topic.BLOCKS, () -> looks.add("blocks"));
            two.begin();
            assertLooked(looks);
            LinkedBlockingQueue<String> connected = new LinkedBlockingQueue<>();
            here.subscribe(Topic.BLOCKS, () -> connected.add("blocks"));
            one.begin();
            assertLooked(connected);
            here.publish(Topic.BLOCKS);
            assertLooked(looks);
        }
    }
}
