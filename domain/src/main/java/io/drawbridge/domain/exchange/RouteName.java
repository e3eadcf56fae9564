package io.drawbridge.domain.exchange;

/// The name of a route, unique in a snapshot. Logs, metrics and the readiness report use it in place of raw paths.
public record RouteName(String text) implements Comparable<RouteName> {
    public RouteName {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9._/{}*-]{0,127}|/[A-Za-z0-9._~/{}*-]{0,127}")) {
            throw new IllegalArgumentException(
                    "not a route name: '" + text + "' (letters, digits and . _ / { } * -, 128 characters at the most)");
        }
    }

    @Override
    public int compareTo(RouteName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
