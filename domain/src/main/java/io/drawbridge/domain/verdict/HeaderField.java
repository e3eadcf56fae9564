package io.drawbridge.domain.verdict;

/// One header field that the gateway itself writes.
///
/// @param name an RFC 9110 token
/// @param value visible ASCII, spaces and tabs
public record HeaderField(String name, String value) {
    public HeaderField {
        if (name.isEmpty() || !name.chars().allMatch(HeaderField::isToken)) {
            throw new IllegalArgumentException("not a field name: '" + name + "'");
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException(
                    "the value of " + name + " holds a character that a field must not hold");
        }
    }

    private static boolean isToken(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
