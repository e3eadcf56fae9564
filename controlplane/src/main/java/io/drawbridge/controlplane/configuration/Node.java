package io.drawbridge.controlplane.configuration;

import java.util.List;
import java.util.Set;

/// A part of a YAML text that knows where it stands.
sealed interface Node {
    Position at();

    /// What people call it.
    default String kind() {
        return switch (this) {
            case Scalar scalar -> scalar.isNothing() ? "nothing" : "a single value";
            case Sequence _ -> "a list";
            case Mapping _ -> "a mapping";
            case Unreadable _ -> "unreadable";
        };
    }

    /// @param text as written, without quotes and before anything is substituted
    /// @param plain whether it stands without quotes
    record Scalar(Position at, String text, boolean plain) implements Node {
        private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

        /// Whether it is YAML's null: a key with nothing behind it.
        boolean isNothing() {
            return plain && NOTHING.contains(text);
        }
    }

    record Sequence(Position at, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// @param entries in order, with no key twice
    record Mapping(Position at, List<Entry> entries) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /// Stands where something was that has been reported already, so that it is not reported a second time.
    record Unreadable(Position at) implements Node {}

    record Entry(Scalar key, Node value) {}
}
