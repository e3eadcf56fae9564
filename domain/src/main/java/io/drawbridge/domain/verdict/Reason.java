package io.drawbridge.domain.verdict;

import java.util.Objects;

/// Why, for operators: it goes to logs, to the event store and to `drawbridge explain`, never to a client.
///
/// @param event the name under which operators look for it
/// @param code a stable kebab-case word
/// @param detail one sentence; may hold client text, which is escaped wherever it is written
public record Reason(EventName event, String code, String detail) {
    public Reason {
        Objects.requireNonNull(event);
        Objects.requireNonNull(detail);
        if (!code.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("a reason's code is kebab-case, not '" + code + "'");
        }
    }
}
