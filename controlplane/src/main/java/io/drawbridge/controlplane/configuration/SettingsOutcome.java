package io.drawbridge.controlplane.configuration;

import java.util.List;

/// What came of reading the environment variables.
public sealed interface SettingsOutcome {
    record Accepted(Settings settings, List<Problem> warnings) implements SettingsOutcome {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /// @param problems all of them, each with the variable's name
    record Refused(List<Problem> problems) implements SettingsOutcome {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
