package io.drawbridge.controlplane.configuration;

import io.drawbridge.controlplane.configuration.Node.Entry;
import io.drawbridge.controlplane.configuration.Node.Mapping;
import io.drawbridge.controlplane.configuration.Node.Scalar;
import io.drawbridge.controlplane.configuration.Node.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What all readers of one file share: what is substituted, what has gone wrong, what must not be shown.
final class Reading {
    static final int MAX_VALUE_LENGTH = 4096;
    private static final int NAMES_LISTED = 12;

    private final Problems problems;
    private final Substitution substitution;
    private final Set<String> concealed = new HashSet<>();

    Reading(Problems problems, Substitution substitution) {
        this.problems = problems;
        this.substitution = substitution;
    }

    Problems problems() {
        return problems;
    }

    Set<String> concealed() {
        return concealed;
    }

    /// @param label what [SpecificationDiff] calls the setting
    void conceal(String label) {
        concealed.add(label);
    }

    /// A node as a single value.
    ///
    /// @param key what messages call it
    Optional<Text> text(Node node, String key) {
        return switch (node) {
            case Scalar scalar -> substituted(scalar, key);
            case Unreadable _ -> Optional.empty();
            case Node.Sequence _, Mapping _ -> {
                problems.add(node.at(), key + ": a single value belongs here, not " + node.kind());
                yield Optional.empty();
            }
        };
    }

    private Optional<Text> substituted(Scalar scalar, String key) {
        if (scalar.isNothing()) {
            problems.add(scalar.at(), key + ": there is no value here: write one");
            return Optional.empty();
        }
        return switch (substitution.apply(scalar.text())) {
            case Substitution.Outcome.Failed failed -> {
                problems.add(scalar.at(), key + ": " + failed.complaint());
                yield Optional.empty();
            }
            case Substitution.Outcome.Substituted done ->
                checked(
                        new Text(scalar.at(), scalar.text(), done.value().strip(), done.fromOutside(), scalar.plain()),
                        key);
        };
    }

    private Optional<Text> checked(Text text, String key) {
        String complaint = complaint(text.value());
        if (!complaint.isEmpty()) {
            problems.add(
                    text.at(),
                    key + ": " + (text.fromOutside() ? "what " + text.shown() + " stands for " : "the value ")
                            + complaint);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private static String complaint(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        if (value.length() > MAX_VALUE_LENGTH) {
            return "has more than " + MAX_VALUE_LENGTH + " characters";
        }
        return value.chars().anyMatch(Character::isISOControl)
                ? "holds a line break or another control character: write it on one line"
                : "";
    }

    /// A text in its form. A value that came from outside is not repeated in the problem.
    <T> Optional<T> parsed(Text text, String key, Form<T> form) {
        try {
            return Optional.of(form.parse(text.value()));
        } catch (IllegalArgumentException wrong) {
            problems.add(
                    text.at(),
                    text.fromOutside()
                            ? key + ": what " + text.shown() + " stands for is not " + form.expected()
                            : key + ": " + wrong.getMessage());
            return Optional.empty();
        }
    }

    /// A text that names something.
    ///
    /// @param kind what is named, in the singular
    /// @param known what can be named
    Optional<String> reference(Text text, String key, String kind, Collection<String> known) {
        if (known.contains(text.value())) {
            return Optional.of(text.value());
        }
        problems.add(
                text.at(),
                key + ": there is no " + kind + " " + text.shown()
                        + (text.fromOutside() ? "" : DidYouMean.question(text.value(), known)) + among(known));
        return Optional.empty();
    }

    /// The names that there are, as the end of a message.
    static String among(Collection<String> known) {
        if (known.isEmpty()) {
            return " (there are none)";
        }
        String names = String.join(", ", known.stream().limit(NAMES_LISTED).toList());
        return " (there " + (known.size() == 1 ? "is " : "are ") + names
                + (known.size() > NAMES_LISTED ? " and " + (known.size() - NAMES_LISTED) + " more" : "") + ")";
    }

    /// The entries of a mapping whose keys are names that the file itself chooses.
    ///
    /// @param key what messages call the mapping
    /// @param example how an entry looks
    List<Entry> entries(Node node, String key, String example) {
        return switch (node) {
            case Mapping mapping -> valued(mapping, key);
            case Unreadable _ -> List.of();
            case Scalar _, Node.Sequence _ -> {
                problems.add(node.at(), key + ": a mapping belongs here, such as " + example + ", not " + node.kind());
                yield List.of();
            }
        };
    }

    /// Those entries that have a value.
    List<Entry> valued(Mapping mapping, String where) {
        if (mapping.entries().isEmpty()) {
            problems.add(mapping.at(), where + ": there is nothing in it: fill it, or leave it out");
        }
        List<Entry> valued = new ArrayList<>();
        for (Entry entry : mapping.entries()) {
            if (entry.value() instanceof Scalar scalar && scalar.isNothing()) {
                problems.add(
                        entry.key().at(),
                        "the key " + Problem.quoted(entry.key().text()) + " has no value: give it one, or remove it");
            } else {
                valued.add(entry);
            }
        }
        return valued;
    }
}
