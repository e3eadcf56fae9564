package io.drawbridge.domain.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a verdict does, from nothing to everything. The order is the order of strictness.
public enum Mode {
    /// The policy does not run.
    OFF,
    /// The exchange passes unchanged; what would have happened is recorded.
    MONITOR,
    /// The exchange passes; the client is told what is to come.
    WARN,
    /// A denial refuses the exchange.
    ENFORCE;

    /// The word that people write and read: `off`, `monitor`, `warn`, `enforce`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Mode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }

    public Mode atLeast(Mode floor) {
        return compareTo(floor) < 0 ? floor : this;
    }
}
