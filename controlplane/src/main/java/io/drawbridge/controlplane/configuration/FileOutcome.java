package io.drawbridge.controlplane.configuration;

/// What came of fetching the configuration file.
public sealed interface FileOutcome {
    /// @param name the file's name for problems
    record Loaded(String name, String text) implements FileOutcome {}

    record Unreadable(Problem problem) implements FileOutcome {}
}
