package io.drawbridge.controlplane.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StanceRequestTest {
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant WEEK_LATER = NOW.plus(Duration.ofDays(7));
    private static final Share QUARTER = Share.parse("25%");

    @Test
    void a_share_leaves_the_rest_in_the_mode_that_it_had() {
        assertThat(valid(share(Mode.ENFORCE, QUARTER), uniform(Mode.WARN)).stance())
                .isEqualTo(new Stance(Mode.WARN, Mode.ENFORCE, QUARTER));
    }

    @Test
    void a_wider_share_of_the_same_ramp_keeps_the_rest_of_the_ramp() {
        StanceSetting before = setting(new Stance(Mode.MONITOR, Mode.ENFORCE, Share.parse("5%")));

        assertThat(valid(share(Mode.ENFORCE, QUARTER), before).stance())
                .isEqualTo(new Stance(Mode.MONITOR, Mode.ENFORCE, QUARTER));
    }

    @Test
    void a_share_of_everybody_is_the_mode_itself() {
        assertThat(valid(share(Mode.ENFORCE, Share.ALL), uniform(Mode.WARN)).stance())
                .isEqualTo(Stance.of(Mode.ENFORCE));
    }

    @Test
    void a_mode_for_the_rest_goes_before_the_one_that_it_had() {
        StanceRequest request =
                new StanceRequest(Mode.ENFORCE, Optional.of(QUARTER), Optional.of(Mode.MONITOR), Optional.empty());

        assertThat(valid(request, uniform(Mode.ENFORCE)).stance())
                .isEqualTo(new Stance(Mode.MONITOR, Mode.ENFORCE, QUARTER));
    }

    @Test
    void two_modes_at_once_are_no_mode_for_the_rest_to_keep() {
        StanceSetting ramp = setting(new Stance(Mode.MONITOR, Mode.WARN, QUARTER));

        assertThat(invalid(share(Mode.ENFORCE, QUARTER), ramp).remediation()).contains("rest");
    }

    @Test
    void the_rest_is_never_stricter_than_the_share() {
        assertThat(invalid(share(Mode.WARN, QUARTER), uniform(Mode.ENFORCE)).why())
                .contains("stricter");
    }

    @Test
    void a_share_that_would_mean_nothing_is_refused() {
        assertThat(invalid(share(Mode.ENFORCE, QUARTER), uniform(Mode.ENFORCE)).why())
                .contains("mean nothing");
    }

    @Test
    void a_rest_without_a_share_is_refused() {
        StanceRequest request =
                new StanceRequest(Mode.ENFORCE, Optional.empty(), Optional.of(Mode.WARN), Optional.empty());

        assertThat(invalid(request, uniform(Mode.MONITOR)).remediation()).contains("share");
    }

    @Test
    void warning_announces_enforcement_in_seven_days() {
        assertThat(valid(StanceRequest.of(Mode.WARN), uniform(Mode.MONITOR)))
                .isEqualTo(new StanceSetting(Stance.of(Mode.WARN), NOW, Optional.of(WEEK_LATER)));
    }

    @Test
    void enforcing_keeps_the_announced_date() {
        Instant announced = NOW.plusSeconds(60);
        StanceSetting before = new StanceSetting(Stance.of(Mode.WARN), THEN, Optional.of(announced));

        assertThat(valid(StanceRequest.of(Mode.ENFORCE), before))
                .isEqualTo(new StanceSetting(Stance.of(Mode.ENFORCE), NOW, Optional.of(announced)));
    }

    @Test
    void enforcing_after_the_announced_date_makes_it_this_moment() {
        StanceSetting before = new StanceSetting(Stance.of(Mode.WARN), THEN, Optional.of(NOW.minusSeconds(60)));

        assertThat(valid(StanceRequest.of(Mode.ENFORCE), before).enforceAt()).contains(NOW);
    }

    @Test
    void a_ramp_whose_rest_is_warned_has_a_date_that_is_still_to_come() {
        StanceSetting before = new StanceSetting(Stance.of(Mode.WARN), THEN, Optional.of(NOW.minusSeconds(60)));

        assertThat(valid(share(Mode.ENFORCE, QUARTER), before).enforceAt()).contains(WEEK_LATER);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFF", "MONITOR"})
    void without_warning_there_is_no_date(Mode mode) {
        StanceSetting before = new StanceSetting(Stance.of(Mode.WARN), THEN, Optional.of(WEEK_LATER));

        assertThat(valid(StanceRequest.of(mode), before).enforceAt()).isEmpty();
    }

    @Test
    void a_date_of_ones_own_counts() {
        Instant mine = NOW.plus(Duration.ofDays(90));

        assertThat(valid(dated(Mode.WARN, mine), uniform(Mode.MONITOR)).enforceAt())
                .contains(mine);
    }

    @Test
    void a_new_date_alone_leaves_the_stance_as_old_as_it_is() {
        StanceSetting before = new StanceSetting(Stance.of(Mode.WARN), THEN, Optional.of(WEEK_LATER));
        Instant mine = NOW.plus(Duration.ofDays(90));

        assertThat(valid(dated(Mode.WARN, mine), before))
                .isEqualTo(new StanceSetting(Stance.of(Mode.WARN), THEN, Optional.of(mine)));
    }

    @Test
    void a_date_that_is_past_is_refused() {
        assertThat(invalid(dated(Mode.WARN, NOW), uniform(Mode.MONITOR)).why()).contains("past");
    }

    @Test
    void a_date_without_anybody_to_tell_is_refused() {
        assertThat(invalid(dated(Mode.MONITOR, WEEK_LATER), uniform(Mode.OFF)).why())
                .contains("nobody is told");
    }

    @ParameterizedTest
    @EnumSource
    void asking_for_what_holds_already_changes_nothing(Mode mode) {
        StanceSetting before = uniform(mode);

        assertThat(valid(StanceRequest.of(mode), before)).isEqualTo(before);
    }

    private static StanceRequest share(Mode mode, Share share) {
        return new StanceRequest(mode, Optional.of(share), Optional.empty(), Optional.empty());
    }

    private static StanceRequest dated(Mode mode, Instant date) {
        return new StanceRequest(mode, Optional.empty(), Optional.empty(), Optional.of(date));
    }

    private static StanceSetting uniform(Mode mode) {
        return setting(Stance.of(mode));
    }

    private static StanceSetting setting(Stance stance) {
        return new StanceSetting(stance, THEN, Optional.empty());
    }

    private static StanceSetting valid(StanceRequest request, StanceSetting before) {
        return ((StanceRequest.Setting.Valid) request.from(before, NOW)).setting();
    }

    private static StanceRequest.Setting.Invalid invalid(StanceRequest request, StanceSetting before) {
        return (StanceRequest.Setting.Invalid) request.from(before, NOW);
    }
}
