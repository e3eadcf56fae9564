package io.drawbridge.policies.identity;

/// What a subject or a role may look like. It becomes part of keys, log lines and signed tokens, so a bound and the
/// absence of control characters are checked once, here.
final class SubjectText {
    /// In UTF-16 units; OpenID Connect allows 255.
    static final int LONGEST = 256;

    private SubjectText() {}

    static boolean fits(String text) {
        return !text.isEmpty() && text.length() <= LONGEST;
    }

    /// No control character, no line or paragraph separator, no half of a surrogate pair (which every encoder would
    /// turn into the same replacement, so that two subjects became one).
    static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        });
    }
}
