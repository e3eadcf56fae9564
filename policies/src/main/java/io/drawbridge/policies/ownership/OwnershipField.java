package io.drawbridge.policies.ownership;

import io.drawbridge.domain.exchange.Exchange;
import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.verdict.HeaderField;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A place in a request that names the user whom it is about.
public sealed interface OwnershipField {
    /// A query parameter; values are compared decoded, and every name counts that some server takes for this one
    /// ([io.drawbridge.domain.exchange.Target#queryValuesLike]).
    record Query(String name) implements OwnershipField {
        @Override
        public Optional<String> foreign(Exchange exchange, String subject) {
            for (String value : exchange.head().target().queryValuesLike(name)) {
                if (!value.equals(subject)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "query:" + name;
        }
    }

    /// A variable of the route's path template; its value is compared percent-decoded. A value that does not decode
    /// to UTF-8 is nobody's, and so is a variable that the template has not.
    record Path(String variable) implements OwnershipField {
        @Override
        public Optional<String> foreign(Exchange exchange, String subject) {
            String value = exchange.pathValue(variable);
            boolean own = percentDecoded(value).filter(subject::equals).isPresent();
            return own ? Optional.empty() : Optional.of(value);
        }

        /// A plus sign is itself in a path. A percent sign that begins no escape makes the value nobody's.
        private static Optional<String> percentDecoded(String text) {
            if (text.indexOf('%') < 0) {
                return Optional.of(text);
            }
            ByteBuffer bytes = ByteBuffer.allocate(text.length());
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c != '%') {
                    bytes.put((byte) c);
                    continue;
                }
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return Optional.empty();
                }
                bytes.put((byte) (high << 4 | low));
                i += 2;
            }
            try {
                return Optional.of(
                        StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
            } catch (CharacterCodingException notUtf8) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "path:" + variable;
        }
    }

    /// A header field. Names are compared without case and with every character that is no letter or digit as `-`,
    /// because many services read them as one (CGI, WSGI). A value with a byte outside ASCII is nobody's: services
    /// disagree on how to read it.
    record Header(String name) implements OwnershipField {
        public Header {
            // A field name that is none fails here, not at the first request.
            new HeaderField(name, "");
        }

        @Override
        public Optional<String> foreign(Exchange exchange, String subject) {
            Fields fields = exchange.head().fields();
            for (int i = 0; i < fields.count(); i++) {
                if (isNamed(fields, i)) {
                    String value = fields.value(i);
                    if (!value.equals(subject) || !isAscii(value)) {
                        return Optional.of(value);
                    }
                }
            }
            return Optional.empty();
        }

        private boolean isNamed(Fields fields, int index) {
            int start = fields.nameStart(index);
            if (fields.nameEnd(index) - start != name.length()) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (folded(fields.bytes()[start + i]) != folded(name.charAt(i))) {
                    return false;
                }
            }
            return true;
        }

        private static int folded(int c) {
            int lower = Character.toLowerCase(c);
            return (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') ? lower : '-';
        }

        private static boolean isAscii(String text) {
            return text.chars().allMatch(c -> c < 0x80);
        }

        @Override
        public String toString() {
            return "header:" + name;
        }
    }

    /// The first value in this place that is not the subject; empty where every value is, or there is none.
    ///
    /// @return the value as far as it could be decoded; client text
    Optional<String> foreign(Exchange exchange, String subject);

    /// Reads the form of the configuration: `query:user_id`, `path:user_id`, `header:X-User`.
    ///
    /// @throws IllegalArgumentException with what is wrong, for people
    static OwnershipField parse(String text) {
        String trimmed = text.trim();
        int colon = trimmed.indexOf(':');
        String place = colon < 0 ? "" : trimmed.substring(0, colon).toLowerCase(Locale.ROOT);
        String name = trimmed.substring(colon + 1);
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c != 0x7f)) {
            throw new IllegalArgumentException(
                    "an ownership field has a name after the colon, such as query:user_id, unlike '" + text + "'");
        }
        return switch (place) {
            case "query" -> new Query(name);
            case "path" -> {
                if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                    throw new IllegalArgumentException(
                            "an ownership field path:NAME names a variable of the route's path, such as"
                                    + " path:user_id for {user_id}, unlike '" + text + "'");
                }
                yield new Path(name);
            }
            case "header" -> new Header(name);
            default ->
                throw new IllegalArgumentException(
                        "an ownership field is written as query:NAME, path:NAME or header:NAME, such as"
                                + " query:user_id, not '"
                                + text + "'");
        };
    }
}
