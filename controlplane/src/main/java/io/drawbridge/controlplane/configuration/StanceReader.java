package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.ConfiguredStance.Origin;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.policy.Stance;
import java.util.List;
import java.util.Optional;

/// Reads how far a policy is raised: `enforce`, or `{ mode: enforce, share: 25%, rest: warn }`.
record StanceReader(Reading reading) {
    static final List<String> KEYS = List.of("mode", "share", "rest");

    /// The short form.
    Optional<ConfiguredStance> read(Text text, String key) {
        return reading.parsed(text, key, Forms.MODE).map(mode -> new ConfiguredStance(Stance.of(mode), Origin.FILE));
    }

    /// The long form; what is missing or wrong in it is as it is by default.
    ConfiguredStance read(Section section, Mode defaultMode) {
        Mode mode = section.value("mode", Forms.MODE, defaultMode);
        Optional<Share> share = section.value("share", Forms.SHARE);
        Optional<Mode> rest = section.value("rest", Forms.MODE);
        if (section.has("share") && !section.has("rest")) {
            reading.problems()
                    .add(
                            section.at("share"),
                            "share: say with `rest` which mode the other clients are in, such as rest: monitor");
        }
        if (section.has("rest") && !section.has("share")) {
            reading.problems()
                    .add(
                            section.at("rest"),
                            "rest: this is the mode of the clients outside of a share: write `share` too, such as"
                                    + " share: 25%, or remove it");
        }
        if (share.isPresent() && rest.isPresent()) {
            if (rest.get().compareTo(mode) > 0) {
                reading.problems()
                        .add(
                                section.at("rest"),
                                "rest: the mode of the rest cannot be stricter than the share's: it is "
                                        + rest.get().word() + ", and the share's is " + mode.word());
            } else {
                return new ConfiguredStance(stance(rest.get(), mode, share.get()), Origin.FILE);
            }
        }
        return new ConfiguredStance(Stance.of(mode), section.has("mode") ? Origin.FILE : Origin.DEFAULT);
    }

    /// One form for what is the same for everybody.
    private static Stance stance(Mode rest, Mode mode, Share share) {
        return share.isAll() || rest == mode ? Stance.of(mode) : new Stance(rest, mode, share);
    }
}
