package io.drawbridge.cli.output;

import java.util.LinkedHashMap;
import java.util.Map;

/// Names and values, one pair a line, the values aligned.
public final class Facts {
    private final Map<String, String> lines = new LinkedHashMap<>();

    /// Adds a line.
    ///
    /// @param value as received: it is made safe here
    public Facts add(String name, String value) {
        lines.put(SafeText.of(name), SafeText.of(value));
        return this;
    }

    /// Each line ended by a line feed.
    public String render(Ink ink) {
        int width = lines.keySet().stream().mapToInt(SafeText::columns).max().orElse(0);
        StringBuilder text = new StringBuilder();
        lines.forEach((name, value) -> text.append(ink.heading(name))
                .append(" ".repeat(width - SafeText.columns(name) + 2))
                .append(value)
                .append('\n'));
        return text.toString();
    }
}
