package io.drawbridge.telemetry.readiness;

import static io.drawbridge.telemetry.AnExchange.LEGACY;
import static io.drawbridge.telemetry.AnExchange.NOON;
import static io.drawbridge.telemetry.AnExchange.OWNERSHIP;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.ClientReadiness;
import io.drawbridge.domain.readiness.Outlook;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import io.drawbridge.telemetry.AnExchange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ReadinessTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    private static final RouteName ORDERS = new RouteName("work-order");
    private static final RouteName USERS = new RouteName("users");

    @TempDir
    Path folder;

    Database database;
    Readiness readiness;
    final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @BeforeEach
    void open() {
        database = engine.open(folder.resolve("gateway.db"));
        readiness = start(ReadinessSettings.DEFAULT);
    }

    @AfterEach
    void close() {
        readiness.close();
        database.close();
    }

    private Readiness start(ReadinessSettings settings) {
        return Readiness.start(
                database,
                settings,
                route -> route.equals(USERS) ? Set.of(OWNERSHIP) : Set.of(OWNERSHIP, LEGACY),
                now::get);
    }

    @Test
    void before_the_first_request_there_is_nothing() {
        assertThat(of(LEGACY))
                .isEqualTo(new PolicyReadiness(
                        LEGACY,
                        0,
                        0,
                        0,
                        List.of(),
                        new PolicyReadiness.Others(0, 0, 0),
                        List.of(),
                        Outlook.NOT_ENOUGH_DATA,
                        1,
                        Optional.empty()));
    }

    @Test
    void it_says_who_would_break_where_how_often_and_since_when() {
        EventSink.Recorder loop = readiness.recorder();
        loop.record(AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        loop.record(AnExchange.plain()
                .claiming("old")
                .agent("old/2")
                .later(Duration.ofMinutes(5))
                .observedByLegacyAuth()
                .made());
        loop.record(AnExchange.plain()
                .claiming("old")
                .on("history")
                .later(Duration.ofMinutes(2))
                .observedByLegacyAuth()
                .made());
        loop.record(AnExchange.plain()
                .claiming("older")
                .from("127.0.0.8")
                .observedByLegacyAuth()
                .made());
        loop.record(AnExchange.plain().by("modern").made());
        loop.record(AnExchange.plain().by("modern").on("users").made());

        PolicyReadiness legacy = of(LEGACY);
        assertThat(legacy.requests()).isEqualTo(5);
        assertThat(legacy.wouldRefuse()).isEqualTo(4);
        assertThat(legacy.refused()).isZero();
        assertThat(legacy.outlook()).isEqualTo(Outlook.NOT_READY);
        assertThat(legacy.since()).contains(NOON);
        assertThat(legacy.others()).isEqualTo(new PolicyReadiness.Others(0, 0, 0));
        assertThat(legacy.trend())
                .containsExactly(new PolicyReadiness.Hour(Instant.parse("2026-07-28T12:00:00Z"), 5, 4));
        assertThat(legacy.clients())
                .containsExactly(
                        new ClientReadiness(
                                new Client.Claimed("old", "127.0.0.9"),
                                "127.0.0.9",
                                "old/2",
                                3,
                                3,
                                0,
                                NOON,
                                NOON.plusSeconds(300),
                                List.of(
                                        new ClientReadiness.OnRoute(ORDERS, 2, 0, NOON, NOON.plusSeconds(300)),
                                        new ClientReadiness.OnRoute(
                                                new RouteName("history"),
                                                1,
                                                0,
                                                NOON.plusSeconds(120),
                                                NOON.plusSeconds(120)))),
                        new ClientReadiness(
                                new Client.Claimed("older", "127.0.0.8"),
                                "127.0.0.8",
                                "curl/8.5.0",
                                1,
                                1,
                                0,
                                NOON,
                                NOON,
                                List.of(new ClientReadiness.OnRoute(ORDERS, 1, 0, NOON, NOON))));
        assertThat(of(OWNERSHIP).requests()).isEqualTo(6);
        assertThat(of(OWNERSHIP).clients()).isEmpty();
    }

    @Test
    void a_clients_share_counts_its_good_requests_too() {
        for (int i = 0; i < 9; i++) {
            readiness.record(AnExchange.plain().by("mixed").made());
        }
        readiness.record(AnExchange.plain().by("mixed").refusedByOwnership().made());
        ClientReadiness mixed = of(OWNERSHIP).clients().getFirst();
        assertThat(mixed.requests()).isEqualTo(10);
        assertThat(mixed.refused()).isEqualTo(1);
        assertThat(mixed.wouldRefuse()).isZero();
    }

    @Test
    void one_route_can_be_looked_at_alone() {
        readiness.record(AnExchange.plain().by("a").refusedByOwnership().made());
        readiness.record(
                AnExchange.plain().by("b").on("users").refusedByOwnership().made());
        readiness.record(AnExchange.plain().by("b").on("users").made());
        PolicyReadiness users = readiness.readiness(OWNERSHIP, Optional.of(USERS));
        assertThat(users.requests()).isEqualTo(2);
        assertThat(users.refused()).isEqualTo(1);
        assertThat(users.clients()).singleElement().satisfies(one -> {
            assertThat(one.client()).isEqualTo(new Client.Subject("b"));
            assertThat(one.requests()).isEqualTo(2);
        });
        assertThat(users.trend())
                .singleElement()
                .extracting(PolicyReadiness.Hour::requests)
                .isEqualTo(2L);
        assertThat(readiness.readiness(LEGACY, Optional.of(USERS)).requests()).isZero();
    }

    @Test
    void what_is_no_part_of_the_api_is_not_counted() {
        readiness.record(AnExchange.plain().onOwnRoute().refusedByOwnership().made());
        readiness.record(AnExchange.plain().nowhere().made());
        readiness.record(AnExchange.unreadable().made());
        readiness.record(
                AnExchange.plain().method("OPTIONS").ending(Ending.ANSWERED).made());
        readiness.record(AnExchange.plain().ending(Ending.METHOD_NOT_ALLOWED).made());
        assertThat(of(OWNERSHIP).requests()).isZero();
        assertThat(of(OWNERSHIP).clients()).isEmpty();
    }

    @Test
    void a_request_that_failed_behind_the_policies_counts() {
        readiness.record(
                AnExchange.plain().ending(Ending.UPSTREAM_TIMEOUT).status(504).made());
        readiness.record(
                AnExchange.plain().ending(Ending.CLIENT_ABORTED).status(0).made());
        assertThat(of(OWNERSHIP).requests()).isEqualTo(2);
    }

    @Test
    void a_request_that_one_policy_refused_counts_for_the_others() {
        readiness.record(AnExchange.plain().refusedByOwnership().made());
        assertThat(of(LEGACY).requests()).isEqualTo(1);
        assertThat(of(LEGACY).outlook()).isEqualTo(Outlook.NOT_ENOUGH_DATA);
    }

    @Test
    void a_policy_that_is_not_bound_any_more_keeps_its_denials() {
        PolicyName gone = new PolicyName("gone");
        readiness.record(AnExchange.plain()
                .denied(gone, Mode.WARN, EventName.ACCESS_DENIED, "some-reason", 403)
                .made());
        assertThat(of(gone).requests()).isEqualTo(1);
        assertThat(of(gone).wouldRefuse()).isEqualTo(1);
    }

    @Test
    void counts_go_on_after_a_restart() {
        readiness.record(
                AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        readiness.record(AnExchange.plain().by("modern").made());
        PolicyReadiness before = of(LEGACY);
        readiness.close();
        readiness = start(ReadinessSettings.DEFAULT);
        assertThat(of(LEGACY)).isEqualTo(before);
        readiness.record(
                AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        assertThat(of(LEGACY).wouldRefuse()).isEqualTo(2);
        assertThat(of(LEGACY).clients()).singleElement().satisfies(one -> {
            assertThat(one.wouldRefuse()).isEqualTo(2);
            assertThat(one.requests()).isEqualTo(2);
        });
    }

    @Test
    void what_was_flushed_survives_a_kill() {
        readiness.record(
                AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        readiness.flush();
        try (Database another = engine.open(folder.resolve("gateway.db"));
                Readiness restarted =
                        Readiness.start(another, ReadinessSettings.DEFAULT, _ -> Set.of(LEGACY), now::get)) {
            assertThat(restarted.readiness(LEGACY, Optional.empty()).wouldRefuse())
                    .isEqualTo(1);
        }
    }

    @Test
    void two_loops_count_together_while_somebody_reads() throws Exception {
        int each = 50_000;
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> loops = new ArrayList<>();
            for (int loop = 0; loop < 2; loop++) {
                EventSink.Recorder recorder = readiness.recorder();
                loops.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        AnExchange exchange = AnExchange.plain();
                        recorder.record(
                                i % 2 == 0
                                        ? exchange.claiming("client-" + i % 100)
                                                .observedByLegacyAuth()
                                                .made()
                                        : exchange.by("modern").made());
                    }
                }));
            }
            long seen = 0;
            while (!loops.stream().allMatch(Future::isDone)) {
                long requests = of(LEGACY).requests();
                assertThat(requests).isBetween(seen, 2L * each);
                seen = requests;
            }
            for (Future<?> loop : loops) {
                loop.get();
            }
        }
        PolicyReadiness legacy = of(LEGACY);
        assertThat(legacy.requests()).isEqualTo(2L * each);
        assertThat(legacy.wouldRefuse()).isEqualTo(each);
        assertThat(legacy.clients())
                .hasSize(50)
                .allSatisfy(one -> assertThat(one.wouldRefuse()).isEqualTo(each / 50));
    }

    @Test
    void while_the_database_is_away_counts_are_kept() {
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE readiness_hour RENAME TO away"));
        for (int i = 0; i < 3; i++) {
            readiness.record(
                    AnExchange.plain().claiming("old").observedByLegacyAuth().made());
            readiness.flush();
        }
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE away RENAME TO readiness_hour"));
        assertThat(of(LEGACY).wouldRefuse()).isEqualTo(3);
        assertThat(of(LEGACY).clients())
                .singleElement()
                .satisfies(one -> assertThat(one.requests()).isEqualTo(3));
    }

    @Test
    void hostile_names_come_back_as_they_were_and_long_ones_are_told_apart() {
        List<String> names =
                List.of("a\u0000b", "\u202e\u2028\n", "\ud83d", "x'; DROP TABLE changelog; --", "\ud83d\ude00");
        String same = "n".repeat(5_000);
        for (int round = 0; round < 2; round++) {
            for (String name : names) {
                readiness.record(
                        AnExchange.plain().claiming(name).observedByLegacyAuth().made());
            }
            readiness.record(AnExchange.plain()
                    .claiming(same + "1")
                    .observedByLegacyAuth()
                    .made());
            readiness.record(AnExchange.plain()
                    .claiming(same + "2")
                    .observedByLegacyAuth()
                    .made());
            readiness.close();
            readiness = start(ReadinessSettings.DEFAULT);
        }
        assertThat(of(LEGACY).clients())
                .hasSize(names.size() + 2)
                .allSatisfy(one -> {
                    assertThat(one.wouldRefuse()).isEqualTo(2);
                    assertThat(one.client().label()).hasSizeLessThan(200);
                })
                .extracting(ClientReadiness::client)
                .contains(
                        new Client.Claimed("\u202e\u2028\n", "127.0.0.9"),
                        new Client.Claimed("\ud83d\ude00", "127.0.0.9"),
                        new Client.Claimed("x'; DROP TABLE changelog; --", "127.0.0.9"));
    }

    private PolicyReadiness of(PolicyName policy) {
        return readiness.readiness(policy, Optional.empty());
    }
}
