package io.drawbridge.domain.verdict;

/// Names that operators type and clients read: lower-case letters and digits, in parts joined by single hyphens.
public final class KebabCase {
    private KebabCase() {}

    /// Whether a text is such a name. Reasons are made for every request, so no regular expression is compiled here.
    public static boolean is(String text) {
        boolean partBegins = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '-' ? partBegins : !isLetterOrDigit(c)) {
                return false;
            }
            partBegins = c == '-';
        }
        return !partBegins;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
