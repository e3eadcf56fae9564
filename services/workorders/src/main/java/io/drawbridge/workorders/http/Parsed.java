package io.drawbridge.workorders.http;

import java.util.function.Function;

/// What a part of a request says, or the problem that it has.
sealed interface Parsed<T> {
    record Good<T>(T value) implements Parsed<T> {}

    record Bad<T>(Problem problem) implements Parsed<T> {}

    /// Reads on with what was read.
    default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
        return switch (this) {
            case Good<T>(T value) -> next.apply(value);
            case Bad<T>(Problem problem) -> new Bad<>(problem);
        };
    }

    /// The answer to what was read, or the problem as the answer.
    default Answer answer(Function<T, Answer> good) {
        return switch (this) {
            case Good<T>(T value) -> good.apply(value);
            case Bad<T>(Problem problem) -> problem.answer();
        };
    }
}
