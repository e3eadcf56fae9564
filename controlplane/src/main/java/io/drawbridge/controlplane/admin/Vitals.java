package io.drawbridge.controlplane.admin;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What there is to say of the running program.
///
/// @param version the program's version
/// @param startedAt when it began to serve
/// @param facts what else there is to say, by its name in snake_case: texts, numbers, instants, and maps of
///     these; read anew for each request, quick
/// @param counters figures by their name in snake_case, `events_dropped` among them; read anew for each
///     request, quick
public record Vitals(
        String version, Instant startedAt, Supplier<Map<String, Object>> facts, Map<String, LongSupplier> counters) {
    /// Of a program with nothing else to say.
    public Vitals(String version, Instant startedAt, Map<String, LongSupplier> counters) {
        this(version, startedAt, Map::of, counters);
    }

    public Vitals {
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        for (String name : counters.keySet()) {
            if (!name.matches("[a-z][a-z0-9_]*")) {
                throw new IllegalArgumentException("a counter's name is snake_case, not '" + name + "'");
            }
        }
    }
}
