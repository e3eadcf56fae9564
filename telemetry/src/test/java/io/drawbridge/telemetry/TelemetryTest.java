package io.drawbridge.telemetry;

import static io.drawbridge.telemetry.AnExchange.LEGACY;
import static io.drawbridge.telemetry.AnExchange.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.drawbridge.domain.event.EventSink;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Engine;
import io.drawbridge.telemetry.log.LogSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class TelemetryTest {
    @Parameter
    Engine engine = Engine.SQLITE;

    @TempDir
    Path folder;

    Database database;
    Telemetry telemetry;

    @BeforeEach
    void start() throws IOException {
        database = engine.open(folder.resolve("gateway.db"));
        telemetry = Telemetry.start(
                database,
                "node-1",
                LogSettings.in(folder.resolve("logs")),
                _ -> Set.of(LEGACY),
                InstantSource.fixed(NOON));
    }

    @AfterEach
    void stop() {
        telemetry.close();
        database.close();
    }

    @Test
    void one_event_reaches_the_logs_the_store_and_readiness() throws IOException {
        Exchanged exchanged =
                AnExchange.plain().claiming("old").observedByLegacyAuth().made();
        telemetry.recorder().record(exchanged);
        telemetry.flush();
        assertThat(Files.readAllLines(folder.resolve("logs/access.log"))).hasSize(1);
        assertThat(Files.readAllLines(folder.resolve("logs/security.log"))).hasSize(1);
        assertThat(telemetry.decisions().find(exchanged.decision().orElseThrow()))
                .isPresent();
        assertThat(telemetry.readiness().readiness(LEGACY, Optional.empty()).wouldRefuse())
                .isEqualTo(1);
        assertThat(telemetry.dropped()).isEqualTo(new Telemetry.Dropped(0, 0, 0));
    }

    @Test
    void what_goes_on_is_counted_and_told_once_unless_it_is_refused() throws IOException {
        Reason begins = new Reason(EventName.SUSPICIOUS, "request-flood", "too many");
        Reason goesOn = new Reason(EventName.SUSPICIOUS, "request-flood", "too many", Reason.News.GOES_ON);
        EventSink.Recorder loop = telemetry.recorder();
        loop.record(AnExchange.plain().denied(LEGACY, Mode.MONITOR, begins, 403).made());
        for (int i = 0; i < 50; i++) {
            loop.record(
                    AnExchange.plain().denied(LEGACY, Mode.MONITOR, goesOn, 403).made());
        }
        Exchanged refused =
                AnExchange.plain().denied(LEGACY, Mode.ENFORCE, goesOn, 403).made();
        loop.record(refused);
        telemetry.flush();

        assertThat(Files.readAllLines(folder.resolve("logs/security.log"))).hasSize(2);
        assertThat(Files.readAllLines(folder.resolve("logs/access.log"))).hasSize(52);
        int decisions = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM decision")
                        .mapTo(Integer.class)
                        .one());
        assertThat(decisions).isEqualTo(2);
        assertThat(telemetry.decisions().find(refused.decision().orElseThrow())).isPresent();
        assertThat(telemetry.readiness().readiness(LEGACY, Optional.empty()).wouldRefuse())
                .isEqualTo(51);
    }

    @Test
    void what_was_recorded_before_a_close_is_on_disk_after_it() throws IOException {
        EventSink.Recorder loop = telemetry.recorder();
        for (int i = 0; i < 100; i++) {
            loop.record(
                    AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        }
        telemetry.close();
        assertThat(Files.readAllLines(folder.resolve("logs/access.log"))).hasSize(100);
        int decisions = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM decision")
                        .mapTo(Integer.class)
                        .one());
        assertThat(decisions).isEqualTo(100);
    }

    @Test
    void an_event_that_nobody_can_take_is_counted_and_holds_up_no_other() {
        EventSink.Recorder loop = telemetry.recorder();
        loop.record(AnExchange.plain().claiming("old").observedByLegacyAuth().made());
        loop.record(AnExchange.plain()
                .claiming("old")
                .observedByLegacyAuth()
                .at(Instant.MAX)
                .made());
        telemetry.flush();
        assertThat(telemetry.dropped().logLines()).isPositive();
        assertThat(telemetry.dropped().events()).isPositive();
        assertThat(telemetry.dropped().counts()).isEqualTo(1);
        Exchanged next =
                AnExchange.plain().claiming("old").observedByLegacyAuth().made();
        loop.record(next);
        telemetry.flush();
        assertThat(telemetry.decisions().find(next.decision().orElseThrow())).isPresent();
        assertThat(telemetry.readiness().readiness(LEGACY, Optional.empty()).wouldRefuse())
                .isEqualTo(2);
    }

    @Test
    void recording_an_ordinary_exchange_leaves_next_to_no_garbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        EventSink.Recorder loop = telemetry.recorder();
        Exchanged exchanged = AnExchange.plain().by("modern").query("page=2").made();
        for (int i = 0; i < 20_000; i++) {
            loop.record(exchanged);
        }
        // Now there are buffers that have grown, and what follows does not fill one of them.
        telemetry.flush();
        int count = 100;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < count; i++) {
            loop.record(exchanged);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / count;
        assertThat(each).isLessThan(200);
    }
}
