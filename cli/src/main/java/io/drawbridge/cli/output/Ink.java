package io.drawbridge.cli.output;

import java.util.Map;

/// Emphasis by colour, or none.
public enum Ink {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    /// Colours where a terminal reads, unless `NO_COLOR` (no-color.org) or `TERM=dumb` says otherwise.
    public static Ink forOutput(Map<String, String> environment, boolean terminalReads) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return terminalReads && !unwanted ? COLOURED : PLAIN;
    }

    public String heading(String text) {
        return in("\u001b[1m", text);
    }

    public String good(String text) {
        return in("\u001b[32m", text);
    }

    public String doubtful(String text) {
        return in("\u001b[33m", text);
    }

    public String bad(String text) {
        return in("\u001b[31m", text);
    }

    private String in(String start, String text) {
        return switch (this) {
            case PLAIN -> text;
            case COLOURED -> start + text + RESET;
        };
    }
}
