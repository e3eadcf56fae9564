package io.drawbridge.controlplane.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A place in a request where a user can be named: `query:user_id`, `path:user_id`, `header:X-User`.
///
/// @param name a query parameter's name, a variable of the path template, or a field name (in any case)
public record RequestField(Source source, String name) {
    public enum Source {
        QUERY,
        PATH,
        HEADER;

        /// As it is written before the colon.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static List<String> words() {
            return Arrays.stream(values()).map(Source::word).toList();
        }
    }

    public RequestField {
        String complaint = switch (source) {
            case QUERY -> name.matches("[^\\s,]{1,128}") ? "" : "a query parameter is called by a name without blanks";
            case PATH -> name.matches("[A-Za-z_][A-Za-z0-9_]*") ? "" : "a path variable is letters, digits and _";
            case HEADER -> Tokens.isToken(name) ? "" : "a header is an HTTP field name, such as X-User-Id";
        };
        if (!complaint.isEmpty()) {
            throw new IllegalArgumentException(complaint + ", unlike " + Problem.quoted(name));
        }
    }

    /// @throws IllegalArgumentException with what is wrong, for people
    public static RequestField parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (Source source : Source.values()) {
            if (colon > 0 && source.word().equals(word)) {
                return new RequestField(source, text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("write query:NAME, path:NAME or header:NAME, not " + Problem.quoted(text)
                + (colon < 0 ? "" : DidYouMean.question(word, Source.words())));
    }

    @Override
    public String toString() {
        return source.word() + ":" + name;
    }
}
