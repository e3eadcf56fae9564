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
/// @param counters figures by their name in snake_case, `events_dropped` among them; read anew for each
///     request, quick
/// @param parts what there is to say beside figures, by its name in snake_case; each is written as JSON
public record Vitals(
        String version,
        Instant startedAt,
        Map<String, LongSupplier> counters,
        Map<String, Supplier<? extends Object>> parts) {
    /// With nothing but figures.
    public Vitals(String version, Instant startedAt, Map<String, LongSupplier> counters) {
        this(version, startedAt, counters, Map.of());
    }

    public Vitals {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        for (String name : counters.keySet()) {
            if (!name.matches("[a-z][a-z0-9_]*")) {
                throw new IllegalArgumentException("a counter's name is snake_case, not '" + name + "'");
            }
        }
    }
}
