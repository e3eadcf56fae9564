package io.drawbridge.controlplane.configuration;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is different between two specifications, in plain words, one line a change. Equal specifications have none. A
/// value
/// that is not written in the file is not shown.
public record SpecificationDiff(List<String> changes) {
    public SpecificationDiff {
        changes = List.copyOf(changes);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    public static SpecificationDiff between(Specification before, Specification after) {
        Map<String, Map<String, String>> old = SpecificationFacts.unmasked(before);
        Map<String, Map<String, String>> now = SpecificationFacts.unmasked(after);
        Set<String> subjects = new LinkedHashSet<>(old.keySet());
        subjects.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        for (String subject : subjects) {
            Side left = new Side(subject, old.getOrDefault(subject, Map.of()), before.concealed());
            Side right = new Side(subject, now.getOrDefault(subject, Map.of()), after.concealed());
            if (!subject.isEmpty() && left.facts().isEmpty()) {
                changes.add(subject + " was added: " + right.inWords());
            } else if (!subject.isEmpty() && right.facts().isEmpty()) {
                changes.add(subject + " was removed");
            } else {
                compare(left, right, changes);
            }
        }
        return new SpecificationDiff(changes);
    }

    private static void compare(Side left, Side right, List<String> changes) {
        Set<String> properties = new LinkedHashSet<>(left.facts().keySet());
        properties.addAll(right.facts().keySet());
        for (String property : properties) {
            String name = SpecificationFacts.name(left.subject(), property);
            String old = left.facts().get(property);
            String now = right.facts().get(property);
            boolean alike = left.conceals(property) == right.conceals(property);
            if (old == null) {
                changes.add(name + " was set to " + right.shown(property));
            } else if (now == null) {
                changes.add(name + " was removed; it was " + left.shown(property));
            } else if (!old.equals(now) || !alike) {
                changes.add(
                        alike && left.conceals(property)
                                ? name + " changed; its value comes from outside the file and is not shown"
                                : name + " changed from " + left.shown(property) + " to " + right.shown(property));
            }
        }
    }

    /// A subject in one of the two.
    private record Side(String subject, Map<String, String> facts, Set<String> concealed) {
        boolean conceals(String property) {
            return concealed.contains(SpecificationFacts.name(subject, property));
        }

        String shown(String property) {
            return conceals(property) ? SpecificationFacts.NOT_SHOWN : String.valueOf(facts.get(property));
        }

        String inWords() {
            return String.join(
                    ", ",
                    facts.keySet().stream()
                            .map(property -> property + " " + shown(property))
                            .toList());
        }
    }
}
