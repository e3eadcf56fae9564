package io.drawbridge.dataplane.client;

import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.network.Address;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The one field in which trusted proxies say for whom they ask. The other one is read by nobody: a client
/// could send it through a proxy that does not know it.
public enum ForwardedHeader {
    /// `X-Forwarded-For`: addresses with commas between them.
    X_FORWARDED_FOR("x-forwarded-for") {
        @Override
        Optional<Address> address(String element) {
            return node(element);
        }
    },
    /// `Forwarded`, RFC 7239: `for=192.0.2.7;proto=https`.
    FORWARDED("forwarded") {
        @Override
        Optional<Address> address(String element) {
            Optional<String> node = Optional.empty();
            int from = 0;
            while (from <= element.length()) {
                int to = unquoted(element, ';', from);
                String pair = element.substring(from, to).strip();
                from = to + 1;
                int equals = pair.indexOf('=');
                if (pair.isEmpty() || !pair.substring(0, Math.max(0, equals)).equalsIgnoreCase("for")) {
                    continue;
                }
                if (node.isPresent()) {
                    return Optional.empty();
                }
                node = value(pair.substring(equals + 1));
                if (node.isEmpty()) {
                    return Optional.empty();
                }
            }
            return node.flatMap(ForwardedHeader::node);
        }
    };

    private final String lowerCaseName;

    ForwardedHeader(String lowerCaseName) {
        this.lowerCaseName = lowerCaseName;
    }

    /// Of whom one element speaks; empty where it names no address, in whatever way.
    abstract Optional<Address> address(String element);

    /// The elements that are not empty, the last one first. Commas within quotes part nothing, and quotes are
    /// paired from the end: so a quote that a client opens cannot swallow what a proxy has added behind it.
    Iterator<String> lastFirst(Fields fields) {
        return new Backwards(fields.all(lowerCaseName));
    }

    private static final class Backwards implements Iterator<String> {
        private final List<String> lines;
        private int line;
        private String rest = "";
        private Optional<String> next = Optional.empty();

        Backwards(List<String> lines) {
            this.lines = lines;
            this.line = lines.size();
            advance();
        }

        private void advance() {
            next = Optional.empty();
            while (next.isEmpty()) {
                if (rest.isEmpty()) {
                    if (line == 0) {
                        return;
                    }
                    rest = lines.get(--line);
                }
                int comma = lastUnquotedComma(rest);
                String element = rest.substring(comma + 1).strip();
                rest = comma < 0 ? "" : rest.substring(0, comma);
                next = element.isEmpty() ? Optional.empty() : Optional.of(element);
            }
        }

        private static int lastUnquotedComma(String text) {
            boolean quoted = false;
            for (int i = text.length() - 1; i >= 0; i--) {
                char c = text.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (c == ',' && !quoted) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public boolean hasNext() {
            return next.isPresent();
        }

        @Override
        public String next() {
            String element = next.orElseThrow(NoSuchElementException::new);
            advance();
            return element;
        }
    }

    private static int unquoted(String text, char wanted, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    /// A token, or a quoted string without escapes: no address needs one.
    private static Optional<String> value(String text) {
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        String value = quoted ? text.substring(1, text.length() - 1) : text;
        boolean plain = value.indexOf('"') < 0 && value.indexOf('\\') < 0 && !value.isEmpty();
        // A colon or a bracket is no character of a token (RFC 7239, section 6).
        boolean token = value.chars().allMatch(c -> c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
        return plain && (quoted || token) ? Optional.of(value) : Optional.empty();
    }

    /// An address, with or without a port: `192.0.2.7:4711`, `[2001:db8::7]:4711`. `unknown` and `_hidden` are
    /// none.
    private static Optional<Address> node(String text) {
        int colon = text.indexOf(':');
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            if (bracket < 0 || !(bracket == text.length() - 1 || isPort(text, bracket + 1))) {
                return Optional.empty();
            }
            String inner = text.substring(1, bracket);
            return inner.indexOf(':') < 0 ? Optional.empty() : Address.parse(inner);
        }
        if (colon >= 0 && colon == text.lastIndexOf(':')) {
            return isPort(text, colon) ? Address.parse(text.substring(0, colon)) : Optional.empty();
        }
        return Address.parse(text);
    }

    /// Whether a colon and a number up to 65535, and nothing else, stand from here on.
    private static boolean isPort(String text, int from) {
        int digits = text.length() - from - 1;
        if (digits < 1 || digits > 5 || text.charAt(from) != ':') {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port <= 65_535;
    }
}
