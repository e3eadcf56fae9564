package io.drawbridge.cli.output;

import java.util.Locale;

/// Text that a terminal shows and does not obey.
///
/// Control characters (C0, C1 and DEL), which start escape sequences, invisible format characters, which can turn
/// text around, line and paragraph separators and what has no meaning are written as escapes such as `\x1b`.
public final class SafeText {
    private static final String CUT = "...";

    private SafeText() {}

    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(escape(c));
            }
        });
        return safe.toString();
    }

    /// Safe text of at most so many columns; what is cut off is marked by three dots.
    ///
    /// @param columns more than three
    public static String clipped(String text, int columns) {
        String safe = of(text);
        if (columns(safe) <= columns) {
            return safe;
        }
        StringBuilder kept = new StringBuilder();
        int width = 0;
        for (int c : safe.codePoints().toArray()) {
            width += columns(c);
            if (width > columns - CUT.length()) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept + CUT;
    }

    /// How many columns of a terminal a safe text takes.
    static int columns(String safe) {
        return safe.codePoints().map(SafeText::columns).sum();
    }

    static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < 0x100 ? String.format(Locale.ROOT, "\\x%02x", c) : String.format(Locale.ROOT, "\\u{%x}", c);
        };
    }

    private static int columns(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean pictograph = c >= 0x1f300 && c <= 0x1faff;
        return pictograph || isWideScript(c) ? 2 : 1;
    }

    private static boolean isWideScript(int c) {
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
            default -> (c >= 0x3000 && c <= 0x303e) || (c >= 0xff01 && c <= 0xff60);
        };
    }
}
