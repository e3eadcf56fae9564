package io.drawbridge.controlplane.configuration;

/// The token of RFC 9110, section 5.6.2: what methods and field names are made of.
final class Tokens {
    private Tokens() {}

    static boolean isToken(String text) {
        return text.length() <= 128 && text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    }
}
