package io.drawbridge.controlplane.configuration;

import java.util.Locale;

/// What the lines of `security.log` and `access.log` look like.
public enum LogFormat {
    /// Words, and the combined format.
    TEXT,
    /// One JSON object a line.
    JSON;

    /// As it is written: `text`, `json`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LogFormat parse(String text) {
        for (LogFormat format : values()) {
            if (format.word().equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("write text or json, not " + Problem.quoted(text));
    }
}
