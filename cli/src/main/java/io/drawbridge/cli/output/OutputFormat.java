package io.drawbridge.cli.output;

import java.util.Locale;

/// How an answer is printed.
public enum OutputFormat {
    /// For people.
    TABLE,
    /// The admin API's document.
    JSON,
    /// The same document as YAML.
    YAML;

    /// The word that people type.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
