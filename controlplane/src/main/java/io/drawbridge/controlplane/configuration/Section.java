package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.controlplane.configuration.Node.Scalar;
import io.drawbridge.controlplane.configuration.Node.Unreadable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A mapping with keys that the gateway knows. A key it does not know is a problem. What is asked for and is missing
/// or
/// wrong is empty; what is wrong is also a problem.
final class Section {
    private final Reading reading;
    private final String label;
    private final Position at;
    private final Map<String, Node> values;
    private final Map<String, Position> keys;

    private Section(Reading reading, String label, Position at, Map<String, Node> values, Map<String, Position> keys) {
        this.reading = reading;
        this.label = label;
        this.at = at;
        this.values = values;
        this.keys = keys;
    }

    /// @param label the subject by which [SpecificationDiff] knows this section
    /// @param name what messages call it
    static Optional<Section> of(Reading reading, Node node, String label, String name, List<String> known) {
        return switch (node) {
            case Mapping mapping -> Optional.of(of(reading, mapping, label, name, known));
            case Unreadable _ -> Optional.empty();
            case Scalar _, Node.Sequence _ -> {
                reading.problems()
                        .add(
                                node.at(),
                                name + ": a mapping with the keys " + String.join(", ", known) + " belongs here, not "
                                        + node.kind());
                yield Optional.empty();
            }
        };
    }

    private static Section of(Reading reading, Mapping mapping, String label, String name, List<String> known) {
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, Position> keys = new LinkedHashMap<>();
        for (Entry entry : reading.valued(mapping, name)) {
            String key = entry.key().text();
            if (known.contains(key)) {
                values.put(key, entry.value());
                keys.put(key, entry.key().at());
            } else {
                reading.problems()
                        .add(
                                entry.key().at(),
                                name + ": there is no key " + Problem.quoted(key) + DidYouMean.question(key, known)
                                        + Reading.among(known));
            }
        }
        return new Section(reading, label, mapping.at(), values, keys);
    }

    /// An empty section, for one that is not there.
    static Section absent(Reading reading, String label) {
        return new Section(reading, label, Position.START, Map.of(), Map.of());
    }

    Position at() {
        return at;
    }

    /// Where a key stands, or the section where it is missing.
    Position at(String key) {
        return keys.getOrDefault(key, at);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Node> node(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /// A section within this one; an empty one where it is missing or wrong.
    Section section(String key, List<String> known) {
        return node(key).flatMap(node -> of(reading, node, key, key, known)).orElseGet(() -> absent(reading, key));
    }

    Optional<Text> text(String key) {
        return node(key).flatMap(node -> reading.text(node, key));
    }

    <T> Optional<T> value(String key, Form<T> form) {
        return text(key).flatMap(text -> parsed(text, key, form));
    }

    <T> T value(String key, Form<T> form, T fallback) {
        return value(key, form).orElse(fallback);
    }

    /// A yes or no: `true` or `false`, without quotes.
    boolean flag(String key, boolean fallback) {
        Optional<Text> text = text(key);
        if (text.isPresent() && !text.get().plain() && !text.get().fromOutside()) {
            reading.problems()
                    .add(
                            text.get().at(),
                            key + ": true or false is written without quotes, unlike "
                                    + text.get().shown());
            return fallback;
        }
        return text.flatMap(flag -> reading.parsed(flag, key, Forms.FLAG)).orElse(fallback);
    }

    /// One value or a list of them, each of a form; empty where the key is missing.
    <T> Optional<List<Located<T>>> values(String key, Form<T> form) {
        return node(key).map(node -> {
            List<Located<T>> parsed = new ArrayList<>();
            for (Text text : texts(key, node)) {
                Optional<T> value = parsed(text, key, form);
                if (value.isEmpty()) {
                    continue;
                }
                if (parsed.stream().anyMatch(earlier -> earlier.value().equals(value.get()))) {
                    reading.problems()
                            .add(text.at(), key + ": " + text.shown() + " is here a second time: keep one of them");
                } else {
                    parsed.add(new Located<>(text.at(), value.get()));
                }
            }
            return parsed;
        });
    }

    /// The values alone, or the fallback where the key is missing.
    <T> List<T> values(String key, Form<T> form, Iterable<T> fallback) {
        List<T> values = new ArrayList<>();
        Optional<List<Located<T>>> located = values(key, form);
        if (located.isPresent()) {
            located.get().forEach(value -> values.add(value.value()));
        } else {
            fallback.forEach(values::add);
        }
        return values;
    }

    private List<Text> texts(String key, Node node) {
        List<Text> texts = new ArrayList<>();
        if (node instanceof Node.Sequence sequence) {
            for (Node item : sequence.items()) {
                reading.text(item, key).ifPresent(texts::add);
            }
        } else if (node instanceof Mapping) {
            reading.problems().add(node.at(), key + ": a value or a list of values belongs here, not a mapping");
        } else {
            reading.text(node, key).ifPresent(texts::add);
        }
        return texts;
    }

    private <T> Optional<T> parsed(Text text, String key, Form<T> form) {
        if (text.fromOutside()) {
            switch (form.vocabulary()) {
                case OPEN -> reading.conceal(SpecificationFacts.name(label, key));
                case CLOSED -> {}
            }
        }
        return reading.parsed(text, key, form);
    }

    /// A value and where it stands.
    record Located<T>(Position at, T value) {}
}
