package io.drawbridge.workorders.http;

import java.util.Map;
import java.util.TreeMap;

/// What the client gets. Whoever sends it closes its content.
record Answer(int status, Map<String, String> fields, Content content) {
    Answer {
        fields = Map.copyOf(fields);
    }

    static Answer json(int status, Content content) {
        return new Answer(status, Map.of("Content-Type", "application/json"), content);
    }

    /// The same with one field more.
    Answer with(String name, String value) {
        var more = new TreeMap<>(fields);
        more.put(name, value);
        return new Answer(status, more, content);
    }
}
