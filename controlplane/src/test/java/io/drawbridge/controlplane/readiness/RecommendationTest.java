package io.drawbridge.controlplane.readiness;

import static io.drawbridge.controlplane.fixture.Blueprints.LEGACY;
import static io.drawbridge.controlplane.fixture.Blueprints.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.controlplane.fixture.FakeReadiness;
import io.drawbridge.controlplane.fixture.TestClock;
import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecommendationTest {
    private final FakeReadiness quiet = new FakeReadiness(LEGACY).allowed(5000);
    private final FakeReadiness few = new FakeReadiness(LEGACY).allowed(10);
    private final FakeReadiness none = new FakeReadiness(LEGACY);
    private final FakeReadiness busy = new FakeReadiness(LEGACY)
            .allowed(75)
            .denied(new Client.Network("127.0.0.9"), "curl", ORDERS, 25, TestClock.START);

    @Test
    void clients_that_would_break_are_warned_first() {
        Recommendation next = of(Stance.of(Mode.MONITOR), busy);

        assertThat(next.text())
                .isEqualTo("1 client was denied, 25 % of all requests. Warn them, so that they learn of it.");
        assertThat(next.command()).contains("drawbridge mode set legacy-auth warn");
    }

    @Test
    void clients_that_were_warned_and_still_break_get_a_small_share_first() {
        assertThat(of(Stance.of(Mode.WARN), busy).command())
                .contains("drawbridge mode set legacy-auth enforce --share 5%");
    }

    @ParameterizedTest
    @EnumSource(names = {"MONITOR", "WARN"})
    void a_policy_that_is_ready_is_enforced(Mode mode) {
        assertThat(of(Stance.of(mode), quiet).command()).contains("drawbridge mode set legacy-auth enforce");
    }

    @ParameterizedTest
    @EnumSource(names = {"MONITOR", "WARN"})
    void too_little_traffic_recommends_no_step(Mode mode) {
        assertThat(of(Stance.of(mode), few).command()).isEmpty();
        assertThat(of(Stance.of(mode), few).text()).contains("30 %");
        assertThat(of(Stance.of(mode), none).command()).isEmpty();
        assertThat(of(Stance.of(mode), none).text()).contains("No traffic");
    }

    @ParameterizedTest
    @CsvSource({"1%, 5%", "5%, 25%", "25%, 50%", "30%, 50%"})
    void a_ramp_is_widened_step_by_step(String share, String next) {
        assertThat(of(new Stance(Mode.WARN, Mode.ENFORCE, Share.parse(share)), quiet)
                        .command())
                .contains("drawbridge mode set legacy-auth enforce --share " + next);
    }

    @Test
    void the_last_step_of_a_ramp_is_everybody() {
        assertThat(of(new Stance(Mode.WARN, Mode.ENFORCE, Share.parse("50%")), quiet)
                        .command())
                .contains("drawbridge mode set legacy-auth enforce");
    }

    @Test
    void what_is_off_is_watched_and_what_is_enforced_is_left_alone() {
        assertThat(of(Stance.of(Mode.OFF), none).command()).contains("drawbridge mode set legacy-auth monitor");
        assertThat(of(Stance.of(Mode.ENFORCE), busy).command()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 %", "1, 100 %", "0.125, 12.5 %", "0.3333, 33.3 %", "0.00123, 0.12 %", "0.000001, 0.0001 %"})
    void shares_are_written_for_people(double share, String text) {
        assertThat(Percent.text(share)).isEqualTo(text);
    }

    private static Recommendation of(Stance stance, FakeReadiness readiness) {
        return Recommendation.of(
                LEGACY,
                new StanceSetting(stance, TestClock.START, Optional.empty()),
                readiness.readiness(LEGACY, Optional.empty()));
    }
}
