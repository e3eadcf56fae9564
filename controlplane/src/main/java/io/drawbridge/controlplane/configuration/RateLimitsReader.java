package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.domain.policy.Rate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the section `rate_limits`: by class a rate, or a mapping with the rate and whom it counts.
final class RateLimitsReader {
    /// What a route says that has no limit; no class is called so.
    static final String NO_LIMIT = "none";

    private static final List<String> KEYS = List.of("rate", "key");

    private final Reading reading;
    private final Map<String, RateLimitSpec> classes = new LinkedHashMap<>(RateLimitSpec.defaults());
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>(classes.keySet());

    RateLimitsReader(Reading reading) {
        this.reading = reading;
    }

    void read(Node node) {
        for (Entry entry : reading.entries(node, "rate_limits", "reports: 100/hour")) {
            String name = entry.key().text();
            names.add(name);
            positions.put(name, entry.key().at());
            if (name.equals(NO_LIMIT) || !name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
                reading.problems()
                        .add(
                                entry.key().at(),
                                "a limit class is called by small letters, digits and _ -, and not " + NO_LIMIT
                                        + ", unlike " + Problem.quoted(name));
                continue;
            }
            limit(name, entry.value()).ifPresent(limit -> classes.put(name, limit));
        }
    }

    private Optional<RateLimitSpec> limit(String name, Node value) {
        Node longForm = value instanceof Node.Scalar rate
                ? new Mapping(rate.at(), List.of(new Entry(new Node.Scalar(rate.at(), "rate", true), rate)))
                : value;
        RateLimitSpec known = classes.get(name);
        return Section.of(reading, longForm, SpecificationFacts.rateLimit(name), "limit class " + name, KEYS)
                .flatMap(section -> {
                    RateLimitSpec.Key key = section.value("key", Forms.LIMIT_KEY, RateLimitSpec.Key.CLIENT);
                    if (!section.has("rate") && known == null) {
                        reading.problems()
                                .add(
                                        section.at(),
                                        "limit class " + name
                                                + ": `rate` is missing: write it, such as rate: 100/hour");
                    }
                    // A class that exists by default may change only whom it counts.
                    return section.has("rate")
                            ? section.value("rate", Forms.RATE).map(rate -> new RateLimitSpec(rate, key))
                            : Optional.ofNullable(known).map(limit -> new RateLimitSpec(limit.rate(), key));
                });
    }

    /// Lets the variables come before the file.
    void override(Map<String, Rate> rates) {
        rates.forEach((name, rate) -> {
            RateLimitSpec before = classes.get(name);
            if (before == null) {
                throw new IllegalStateException("the class " + name + " exists by default");
            }
            classes.put(name, new RateLimitSpec(rate, before.key()));
            if (positions.containsKey(name) && !before.rate().equals(rate)) {
                reading.problems()
                        .warn(
                                at(name),
                                "limit class " + name + ": the file says " + before.rate() + ", but the variable "
                                        + EnvironmentVariables.rateVariable(name) + " comes first and says " + rate);
            }
        });
    }

    Map<String, RateLimitSpec> classes() {
        return classes;
    }

    /// All that were named, and those that exist by default.
    Set<String> names() {
        return names;
    }

    Position at(String name) {
        return positions.getOrDefault(name, Position.START);
    }
}
