package io.drawbridge.domain.exchange;

import java.util.regex.Pattern;

/// The name of a route, unique in a snapshot. Logs, metrics and the readiness report use it in place of raw paths. A
/// name that begins with a slash may be any path template; no name holds a space, a quote that logs use or a control
/// character.
public record RouteName(String text) implements Comparable<RouteName> {
    private static final Pattern TEXT =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/{}*-]{0,127}|/[A-Za-z0-9._~!$&'()+,;=:@/{}*-]{0,127}");

    public RouteName {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not a route name: '" + text
                    + "' (a path template, or letters, digits and . _ / { } * -; 128 characters at the most)");
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
