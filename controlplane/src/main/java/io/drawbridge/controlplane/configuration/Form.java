package io.drawbridge.controlplane.configuration;

import java.util.function.Function;

/// How a kind of value is written.
///
/// @param expected completes "this is not …", for values that must not be repeated
/// @param parser throws an `IllegalArgumentException` that tells people what is wrong
/// @param vocabulary whether the value can be anything, or only one of the words and numbers of this form
record Form<T>(String expected, Function<String, T> parser, Vocabulary vocabulary) {
    enum Vocabulary {
        /// Free text, which may hold a secret.
        OPEN,
        /// A number, a duration, a mode: nothing that could be one.
        CLOSED
    }

    static <T> Form<T> open(String expected, Function<String, T> parser) {
        return new Form<>(expected, parser, Vocabulary.OPEN);
    }

    static <T> Form<T> closed(String expected, Function<String, T> parser) {
        return new Form<>(expected, parser, Vocabulary.CLOSED);
    }

    T parse(String text) {
        return parser.apply(text);
    }
}
