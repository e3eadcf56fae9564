package io.drawbridge.telemetry.store;

import static io.drawbridge.telemetry.AnExchange.LEGACY;
import static io.drawbridge.telemetry.AnExchange.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.event.Notice;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import io.drawbridge.telemetry.AnExchange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class EventStoreTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    @TempDir
    Path folder;

    Database database;

    @BeforeEach
    void open() {
        database = engine.open(folder.resolve("gateway.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_claim_with_a_character_that_no_database_likes_is_stored_all_the_same() {
        Exchanged exchanged = AnExchange.plain()
                .claiming("a" + (char) 0 + "b")
                .refusedByOwnership()
                .made();
        try (EventStore store = EventStore.start(database, StoreSettings.DEFAULT)) {
            store.record(exchanged);
            store.flush();
            assertThat(store.find(exchanged.decision().orElseThrow())).isPresent();
            assertThat(store.dropped()).isZero();
        }
    }

    @Test
    void a_decision_is_found_with_all_that_every_policy_said() {
        Exchanged exchanged = AnExchange.plain()
                .by("user1")
                .query("user_id=user2&token=hunter2")
                .allowed(LEGACY)
                .refusedByOwnership()
                .made();
        DecisionId id = exchanged.decision().orElseThrow();
        Decision expected = new Decision(
                id,
                NOON,
                7,
                "work-order",
                "GET",
                "/api/v1/work-orders?user_id=user2&token=***",
                "127.0.0.9",
                "subject:user1",
                "verified subject user1",
                "curl/8.5.0",
                403,
                "refused",
                List.of(
                        new Decision.Finding("legacy-auth", "enforce", "proceed", 0, "", "", ""),
                        new Decision.Finding(
                                "ownership",
                                "enforce",
                                "refuse",
                                403,
                                "other-user",
                                "because of other-user",
                                "Do it otherwise.")));
        try (EventStore store = EventStore.start(database, StoreSettings.DEFAULT)) {
            store.record(exchanged);
            assertThat(store.find(id)).contains(expected);
            store.flush();
            assertThat(store.find(id)).contains(expected);
            assertThat(store.find(DecisionId.random(NOON))).isEmpty();
        }
        try (EventStore reopened = EventStore.start(database, StoreSettings.DEFAULT)) {
            assertThat(reopened.find(id)).contains(expected);
        }
    }

    @Test
    void each_line_of_the_security_log_is_a_row() {
        try (EventStore store = EventStore.start(database, StoreSettings.DEFAULT)) {
            store.record(AnExchange.plain().made());
            store.record(AnExchange.plain()
                    .claiming("user1")
                    .denied(LEGACY, Mode.WARN, EventName.SECURITY_MIGRATION, "legacy-authentication", 401)
                    .refusedByOwnership()
                    .made());
            store.record(AnExchange.unreadable().made());
            store.record(AnExchange.plain().undecided(LEGACY, "policy-failed").made());
            store.record(new Notice(
                    EventName.AUTH_FAILED,
                    NOON,
                    Map.of("user", "jo"),
                    Optional.of(new ClientAddress("127.0.0.7", "127.0.0.7"))));
        }
        String rows = """
                SELECT name || '|' || policy || '|' || route || '|' || client || '|' || address
                FROM security_event ORDER BY number""";
        assertThat(all(rows, String.class))
                .containsExactly(
                        "SECURITY_MIGRATION|legacy-auth|work-order|claimed:user1@127.0.0.9|127.0.0.9",
                        "ACCESS_DENIED|ownership|work-order|claimed:user1@127.0.0.9|127.0.0.9",
                        "REQUEST_MALFORMED|||address:127.0.0.9|127.0.0.9",
                        "POLICY_UNDECIDED|legacy-auth|work-order|address:127.0.0.9|127.0.0.9",
                        "AUTH_FAILED||||127.0.0.7");
        assertThat(rows("decision")).isEqualTo(1);
    }

    @Test
    void the_oldest_make_room_and_their_decisions_go_with_them() {
        List<DecisionId> ids = new ArrayList<>();
        try (EventStore store = EventStore.start(database, new StoreSettings(1_000, 65_536, 1 << 26))) {
            for (int i = 0; i < 4_500; i++) {
                Exchanged exchanged = AnExchange.plain()
                        .later(Duration.ofMillis(i))
                        .refusedByOwnership()
                        .made();
                ids.add(exchanged.decision().orElseThrow());
                store.record(exchanged);
            }
            store.flush();
            assertThat(store.dropped()).isZero();
            assertThat(rows("security_event")).isEqualTo(1_000);
            assertThat(rows("decision")).isEqualTo(1_000);
            assertThat(store.find(ids.get(3_499))).isEmpty();
            assertThat(store.find(ids.get(3_500))).isPresent();
            assertThat(store.find(ids.getLast())).isPresent();
        }
    }

    @Test
    void what_does_not_fit_into_the_queue_is_counted() {
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE security_event RENAME TO away"));
        try (EventStore store = EventStore.start(database, new StoreSettings(1_000, 50, 1 << 26))) {
            store.record(AnExchange.plain().refusedByOwnership().made());
            store.flush();
            for (int i = 0; i < 5_000; i++) {
                store.record(AnExchange.plain().refusedByOwnership().made());
            }
            assertThat(store.dropped()).isEqualTo(5_001 - 50);
            database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO security_event"));
            store.flush();
            assertThat(rows("security_event")).isEqualTo(50);
        }
    }

    @Test
    void long_texts_in_the_queue_are_bounded_by_what_they_weigh() {
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE security_event RENAME TO away"));
        try (EventStore store = EventStore.start(database, new StoreSettings(1_000, 100_000, 1_000_000))) {
            String agent = "a".repeat(16_000);
            for (int i = 0; i < 2_000; i++) {
                store.record(
                        AnExchange.plain().agent(agent).refusedByOwnership().made());
            }
            // Thirty of these weigh a million.
            assertThat(store.dropped()).isEqualTo(1_970);
            database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO security_event"));
        }
        assertThat(all("SELECT max(length(document)) FROM decision", Integer.class)
                        .getFirst())
                .isLessThan(2_500);
    }

    @Test
    void a_decision_can_always_be_found_while_it_is_on_its_way() throws Exception {
        try (EventStore store = EventStore.start(database, StoreSettings.DEFAULT);
                var threads = Executors.newSingleThreadExecutor()) {
            Future<?> looking = threads.submit(() -> {
                for (int i = 0; i < 3_000; i++) {
                    Exchanged exchanged =
                            AnExchange.plain().refusedByOwnership().made();
                    store.record(exchanged);
                    assertThat(store.find(exchanged.decision().orElseThrow())).isPresent();
                }
            });
            while (!looking.isDone()) {
                store.flush();
            }
            looking.get();
        }
        assertThat(rows("decision")).isEqualTo(3_000);
    }

    private int rows(String table) {
        return all("SELECT count(*) FROM " + table, Integer.class).getFirst();
    }

    private <T> List<T> all(String query, Class<T> type) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(query).mapTo(type).list());
    }
}
