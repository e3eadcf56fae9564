package io.drawbridge.controlplane.configuration;

import java.util.Locale;

/// One thing that is wrong with the configuration, and what to do about it.
///
/// @param file the file's name as the reader was given it; for a problem of an environment variable, the variable's
/// name
/// @param line from 1; 0 where the problem is not one of a place: of a variable, or of the whole file
/// @param column from 1, in code points; 0 together with the line
/// @param message for people, on one line; control characters in it are made visible
public record Problem(String file, int line, int column, String message) {
    public Problem {
        if (line < 0 || column < 0 || (line == 0) != (column == 0)) {
            throw new IllegalArgumentException("not a place in a file: " + line + ":" + column);
        }
        message = visible(message);
    }

    static Problem at(String file, Position position, String message) {
        return new Problem(file, position.line(), position.column(), message);
    }

    /// A problem of a variable, or of a file as a whole.
    static Problem of(String source, String message) {
        return new Problem(source, 0, 0, message);
    }

    /// A text from outside, quoted, cut where it is long.
    static String quoted(String text) {
        int cut = text.offsetByCodePoints(0, Math.min(60, text.codePointCount(0, text.length())));
        return cut == text.length() ? "'" + text + "'" : "'" + text.substring(0, cut) + "…'";
    }

    private static String visible(String message) {
        StringBuilder clean = new StringBuilder(message.length());
        message.codePoints().forEach(c -> {
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.SURROGATE) {
                clean.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    /// `file:line:column: message`, or `NAME: message` where there is no place.
    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
