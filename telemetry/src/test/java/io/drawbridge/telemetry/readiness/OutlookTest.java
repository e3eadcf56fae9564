package io.drawbridge.telemetry.readiness;

import static io.drawbridge.telemetry.AnExchange.LEGACY;
import static io.drawbridge.telemetry.AnExchange.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.Outlook;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import io.drawbridge.telemetry.AnExchange;
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

/// What time does to readiness.
@ParameterizedClass
@EnumSource
class OutlookTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    @TempDir
    Path folder;

    Database database;
    Readiness readiness;
    final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    @BeforeEach
    void open() {
        database = engine.open(folder.resolve("gateway.db"));
        readiness = Readiness.start(database, ReadinessSettings.DEFAULT, _ -> Set.of(LEGACY), now::get);
    }

    @AfterEach
    void close() {
        readiness.close();
        database.close();
    }

    @Test
    void enough_good_requests_make_it_ready_and_one_fewer_does_not() {
        for (int i = 0; i < 299; i++) {
            readiness.record(AnExchange.plain().by("modern").made());
        }
        assertThat(of(LEGACY).outlook()).isEqualTo(Outlook.NOT_ENOUGH_DATA);
        readiness.record(AnExchange.plain().by("modern").made());
        assertThat(of(LEGACY).outlook()).isEqualTo(Outlook.READY);
        assertThat(of(LEGACY).bound()).isEqualTo(0.01);
    }

    @Test
    void a_denial_counts_for_seven_days_to_the_millisecond() {
        readiness.record(
                AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        now.set(NOON.plus(Duration.ofDays(3)));
        for (int i = 0; i < 300; i++) {
            readiness.record(AnExchange.plain().by("modern").at(now.get()).made());
        }
        now.set(NOON.plus(Duration.ofDays(7)));
        assertThat(of(LEGACY).outlook()).isEqualTo(Outlook.NOT_READY);
        now.set(NOON.plus(Duration.ofDays(7)).plusMillis(1));
        assertThat(of(LEGACY).outlook()).isEqualTo(Outlook.READY);
        assertThat(of(LEGACY).clients()).hasSize(1);
        now.set(NOON.plus(Duration.ofDays(10)).plus(Duration.ofHours(1)));
        assertThat(of(LEGACY).outlook()).isEqualTo(Outlook.NOT_ENOUGH_DATA);
        assertThat(of(LEGACY).bound()).isEqualTo(1);
    }

    @Test
    void the_trend_has_its_hours_in_order_and_forgets_after_a_week() {
        for (int hour = 0; hour < 200; hour += 50) {
            now.set(NOON.plus(Duration.ofHours(hour)));
            readiness.record(AnExchange.plain()
                    .claiming("old")
                    .at(now.get())
                    .observedByLegacyAuth()
                    .made());
        }
        assertThat(of(LEGACY).trend())
                .extracting(hour -> Duration.between(Instant.parse("2026-07-28T12:00:00Z"), hour.start())
                        .toHours())
                .containsExactly(0L, 50L, 100L, 150L);
        now.set(NOON.plus(Duration.ofDays(7)));
        readiness.record(AnExchange.plain().by("modern").at(now.get()).made());
        assertThat(of(LEGACY).trend()).extracting(PolicyReadiness.Hour::denials).containsExactly(1L, 1L, 1L, 0L);
        assertThat(of(LEGACY).requests()).isEqualTo(5);
    }

    private PolicyReadiness of(PolicyName policy) {
        return readiness.readiness(policy, Optional.empty());
    }
}
