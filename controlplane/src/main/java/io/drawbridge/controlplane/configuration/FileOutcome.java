package io.drawbridge.controlplane.configuration;

import java.util.List;

/// What came of fetching the configuration file.
public sealed interface FileOutcome {
    /// @param name the file's name for problems
    record Text(String name, String text) implements FileOutcome {}

    /// @param problems why, never empty
    record Unreadable(List<Problem> problems) implements FileOutcome {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }
}
