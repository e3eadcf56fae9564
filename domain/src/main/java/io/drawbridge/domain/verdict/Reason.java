package io.drawbridge.domain.verdict;

import java.util.Objects;

/// Why, for operators: it goes to logs, to the event store and to `drawbridge explain`, never to a client.
///
/// @param event the name under which operators look for it
/// @param code a stable kebab-case word
/// @param detail one sentence; may hold client text, which is escaped wherever it is written
/// @param news whether it tells something that was not told before
public record Reason(EventName event, String code, String detail, News news) {
    /// Whether somebody should hear of it. What is no news counts all the same, and a refusal is always told.
    public enum News {
        /// It stands for itself.
        NEW,
        /// The same was told of this client, and goes on.
        GOES_ON
    }

    /// One that stands for itself.
    public Reason(EventName event, String code, String detail) {
        this(event, code, detail, News.NEW);
    }

    public Reason {
        Objects.requireNonNull(event);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(news);
        if (!KebabCase.is(code)) {
            throw new IllegalArgumentException("a reason's code is kebab-case, not '" + code + "'");
        }
    }
}
