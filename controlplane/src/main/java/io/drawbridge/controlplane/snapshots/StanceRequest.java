package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.snapshot.StanceSetting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What an operator asks for: a mode, for everybody or for a share of clients.
///
/// @param share absent for everybody
/// @param rest the mode of those who are not in the share; absent for the mode that they had
/// @param enforceAt the date that clients are told; absent for the usual one
public record StanceRequest(Mode mode, Optional<Share> share, Optional<Mode> rest, Optional<Instant> enforceAt) {
    /// How long clients that are warned have by default.
    static final Duration NOTICE = Duration.ofDays(7);

    public StanceRequest {
        // As the database keeps it: what comes back after a restart equals what was set.
        enforceAt = enforceAt.map(date -> date.truncatedTo(ChronoUnit.MILLIS));
    }

    public static StanceRequest of(Mode mode) {
        return new StanceRequest(mode, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// What comes of a request.
    sealed interface Setting {
        record Valid(StanceSetting setting) implements Setting {}

        /// @param why one sentence
        /// @param remediation one sentence
        record Invalid(String why, String remediation) implements Setting {}
    }

    /// The setting that this request leads to.
    ///
    /// @param before what holds at the place now
    Setting from(StanceSetting before, Instant now) {
        if (rest.isPresent() && share.isEmpty()) {
            return new Setting.Invalid(
                    "A mode for the rest says nothing without a share: there is no rest.",
                    "Give a share too, such as 25%, or leave the rest out.");
        }
        if (share.isEmpty() || share.get().isAll()) {
            return dated(Stance.of(mode), before, now);
        }
        Mode floor;
        if (rest.isPresent()) {
            floor = rest.get();
        } else if (isUniform(before.stance())) {
            floor = before.stance().ceiling();
        } else if (before.stance().ceiling() == mode) {
            floor = before.stance().floor();
        } else {
            return new Setting.Invalid(
                    "The clients have two modes now (" + before.stance()
                            + "), so it is not clear which one the rest is to keep.",
                    "Say which mode the rest is to have, for example rest monitor.");
        }
        if (floor.compareTo(mode) > 0) {
            return new Setting.Invalid(
                    "The rest would be in " + floor.word() + ", which is stricter than " + mode.word()
                            + " for the share.",
                    "Give a mode for the rest that is not stricter than " + mode.word()
                            + ", or leave out the share to bring everybody to " + mode.word() + ".");
        }
        if (floor == mode) {
            return new Setting.Invalid(
                    "The rest would be in " + floor.word() + " too, so that the share would mean nothing.",
                    "Give another mode for the rest, or leave out the share.");
        }
        return dated(new Stance(floor, mode, share.get()), before, now);
    }

    private Setting dated(Stance stance, StanceSetting before, Instant now) {
        if (enforceAt.isEmpty()) {
            return new Setting.Valid(settled(stance, Optional.of(before), now));
        }
        Instant date = enforceAt.get();
        if (stance.ceiling().compareTo(Mode.WARN) < 0) {
            return new Setting.Invalid(
                    "An enforcement date says nothing in " + stance.ceiling().word() + ": nobody is told.",
                    "Leave the date out, or set the mode to warn.");
        }
        if (!date.isAfter(now)) {
            return new Setting.Invalid(
                    "The enforcement date " + date + " is past.", "Give a date that is still to come.");
        }
        Instant since = stance.equals(before.stance()) ? before.since() : now;
        return new Setting.Valid(new StanceSetting(stance, since, enforceAt));
    }

    /// A stance with the dates that it has when nobody says otherwise. While anybody is warned there is a date:
    /// the one that was announced while it is still to come, else in seven days. One that was announced stays
    /// when the policy is enforced. Without warning there is none.
    ///
    /// @param before what held until now; absent for a policy that is new
    static StanceSetting settled(Stance stance, Optional<StanceSetting> before, Instant now) {
        // Who asks again for what holds already changes nothing.
        if (before.isPresent() && before.get().stance().equals(stance)) {
            return before.get();
        }
        Optional<Instant> announced = before.flatMap(StanceSetting::enforceAt);
        Optional<Instant> date;
        if (stance.floor() == Mode.WARN || stance.ceiling() == Mode.WARN) {
            date = Optional.of(announced.filter(now::isBefore).orElse(now.plus(NOTICE)));
        } else if (stance.ceiling() == Mode.ENFORCE) {
            // A date cannot lie before the stance's beginning, so one that has passed becomes this moment.
            date = announced.map(then -> then.isBefore(now) ? now : then);
        } else {
            date = Optional.empty();
        }
        return new StanceSetting(stance, now, date);
    }

    private static boolean isUniform(Stance stance) {
        return stance.floor() == stance.ceiling() || stance.share().isAll();
    }
}
