package io.drawbridge.controlplane.configuration;

import java.util.List;

/// What came of reading a configuration.
public sealed interface ReadOutcome {
    /// @param warnings what is right but probably not meant
    record Accepted(Specification specification, Settings settings, List<Problem> warnings) implements ReadOutcome {
        public Accepted {
            warnings = List.copyOf(warnings);
        }
    }

    /// @param problems all that were found, those of the file by line and column, then those of the variables; never
    ///     empty
    record Refused(List<Problem> problems) implements ReadOutcome {
        public Refused {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("a configuration is refused for a reason");
            }
        }
    }
}
