package io.drawbridge.telemetry.readiness;

import static io.drawbridge.telemetry.AnExchange.LEGACY;
import static io.drawbridge.telemetry.AnExchange.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.readiness.ClientReadiness;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import io.drawbridge.telemetry.AnExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
class FloodTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    private static final int CLIENTS = 1_000;
    private static final ReadinessSettings SMALL = new ReadinessSettings(CLIENTS, Duration.ofDays(7), 300);

    @TempDir
    Path folder;

    Database database;
    Readiness readiness;
    final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @BeforeEach
    void open() {
        database = engine.open(folder.resolve("gateway.db"));
        readiness = Readiness.start(database, SMALL, _ -> Set.of(LEGACY), now::get);
    }

    @AfterEach
    void close() {
        readiness.close();
        database.close();
    }

    @Test
    void a_million_made_up_clients_fill_neither_memory_nor_disk() throws IOException {
        EventSink.Recorder loop = readiness.recorder();
        String tail = "x".repeat(2_000);
        Exchanged template = AnExchange.plain().observedByLegacyAuth().made();
        for (int i = 0; i < 1_000_000; i++) {
            loop.record(claiming(template, i % 1_000 == 0 ? i + tail : "made-up-" + i));
        }
        PolicyReadiness legacy = of();
        assertThat(legacy.requests()).isEqualTo(1_000_000);
        assertThat(legacy.wouldRefuse()).isEqualTo(1_000_000);
        assertThat(legacy.clients()).hasSize(CLIENTS * 3 / 4);
        long toldApart = legacy.clients().stream()
                .mapToLong(ClientReadiness::wouldRefuse)
                .sum();
        assertThat(legacy.others().wouldRefuse()).isEqualTo(1_000_000 - toldApart);
        assertThat(legacy.others().requests()).isEqualTo(1_000_000 - toldApart);
        if (engine == Engine.SQLITE)
            assertThat(Files.size(folder.resolve("gateway.db")) + Files.size(folder.resolve("gateway.db-wal")))
                    .isLessThan(24 * 1024 * 1024);

        // Somebody who has proven who they are still finds a place.
        readiness.record(AnExchange.plain().by("real").observedByLegacyAuth().made());
        assertThat(of().clients()).extracting(ClientReadiness::client).contains(new Client.Subject("real"));
    }

    @Test
    void clients_that_nobody_denied_leave_room_for_those_that_somebody_does() {
        for (int i = 0; i < 2 * CLIENTS; i++) {
            readiness.record(AnExchange.plain().by("modern-" + i).made());
        }
        readiness.flush();
        readiness.record(
                AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        assertThat(of().clients())
                .extracting(ClientReadiness::client)
                .containsExactly(new Client.Claimed("old", "127.0.0.9"));
        assertThat(of().requests()).isEqualTo(2 * CLIENTS + 1);
        assertThat(rows("readiness_client")).isEqualTo(CLIENTS / 2 + 1);
    }

    @Test
    void many_routes_for_each_client_are_bounded_too() {
        for (int route = 0; route < 8; route++) {
            for (int i = 0; i < CLIENTS; i++) {
                readiness.record(AnExchange.plain()
                        .claiming("made-up-" + i)
                        .on("route-" + route)
                        .observedByLegacyAuth()
                        .made());
            }
            readiness.flush();
        }
        assertThat(of().wouldRefuse()).isEqualTo(8 * CLIENTS);
        assertThat(rows("readiness_denial")).isLessThanOrEqualTo(4 * CLIENTS + 8);
        assertThat(rows("readiness_traffic")).isLessThanOrEqualTo(4 * CLIENTS + 8);
        long toldApart =
                of().clients().stream().mapToLong(ClientReadiness::wouldRefuse).sum();
        assertThat(of().others().wouldRefuse()).isEqualTo(8 * CLIENTS - toldApart);
    }

    @Test
    void who_has_not_been_seen_for_the_window_makes_room_and_stays_counted() {
        for (int i = 0; i < CLIENTS; i++) {
            readiness.record(AnExchange.plain()
                    .claiming("made-up-" + i)
                    .observedByLegacyAuth()
                    .made());
        }
        readiness.flush();
        now.set(NOON.plus(Duration.ofDays(8)));
        readiness.record(AnExchange.plain()
                .at(now.get())
                .claiming("first")
                .observedByLegacyAuth()
                .made());
        readiness.flush();
        readiness.record(AnExchange.plain()
                .at(now.get())
                .claiming("second")
                .observedByLegacyAuth()
                .made());
        PolicyReadiness legacy = of();
        assertThat(legacy.clients())
                .extracting(ClientReadiness::client)
                .containsExactly(new Client.Claimed("second", "127.0.0.9"));
        assertThat(legacy.wouldRefuse()).isEqualTo(CLIENTS + 2);
        assertThat(legacy.others()).isEqualTo(new PolicyReadiness.Others(CLIENTS + 1, CLIENTS + 1, 0));
    }

    @Test
    void names_that_share_a_hash_do_not_slow_the_loop_down() {
        Tally tally = new Tally(8_192);
        Exchanged template = AnExchange.plain().observedByLegacyAuth().made();
        for (int i = 0; i < 8_192; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 13; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            tally.record(template.route().orElseThrow(), claiming(template, name.toString()));
        }
        assertThat(tally.size()).isEqualTo(8_192);
    }

    private static Exchanged claiming(Exchanged template, String subject) {
        return new Exchanged(
                template.decision(),
                template.at(),
                template.address(),
                template.route(),
                false,
                template.identity(),
                new Client.Claimed(subject, template.address().network()),
                template.method(),
                template.path(),
                template.query(),
                template.version(),
                template.userAgent(),
                template.referer(),
                template.status(),
                0,
                0,
                0,
                template.ending(),
                "",
                template.judgements(),
                1);
    }

    private PolicyReadiness of() {
        return readiness.readiness(LEGACY, Optional.empty());
    }

    private int rows(String table) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                        .mapTo(Integer.class)
                        .one());
    }
}
