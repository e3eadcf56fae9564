package io.drawbridge.controlplane.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the gateway runs. It chooses defaults; it never switches a check off by an unknown name.
public enum Environment {
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    /// The word that people write: `development`, `staging`, `production`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Environment> of(String word) {
        return Arrays.stream(values())
                .filter(environment -> environment.word().equals(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Environment::word).toList();
    }
}
