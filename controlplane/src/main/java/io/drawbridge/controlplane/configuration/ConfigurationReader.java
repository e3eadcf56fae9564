package io.drawbridge.controlplane.configuration;

import java.time.InstantSource;
import java.util.Map;

/// Turns a configuration file and the environment into a [Specification], or into the list of all that is wrong
/// with them.
public final class ConfigurationReader {
    private ConfigurationReader() {}

    /// Reads a configuration. Defaults come last, then the file, and variables come first. Nothing is guessed:
    /// whatever
    /// cannot be read as it is written is a problem.
    ///
    /// @param fileName how problems name the file
    /// @param text YAML, version 1 of the configuration, 1 MiB at the most
    /// @param environment the process's variables
    public static ReadOutcome read(String fileName, String text, Map<String, String> environment) {
        return read(fileName, text, environment, InstantSource.system());
    }

    /// As [#read(String, String, Map)].
    ///
    /// @param clock says whether a certificate has expired
    public static ReadOutcome read(String fileName, String text, Map<String, String> environment, InstantSource clock) {
        Problems problems = new Problems(fileName);
        EnvironmentVariables variables = EnvironmentVariables.read(environment, problems);
        Reading reading = new Reading(problems, new Substitution(environment));
        return YamlTree.parse(text, problems)
                .flatMap(root -> {
                    Settings settings = NodesReader.read(reading, variables.settings(), root);
                    return SpecificationReader.read(reading, variables, root, clock.instant())
                            .filter(_ -> problems.isEmpty())
                            .<ReadOutcome>map(specification ->
                                    new ReadOutcome.Accepted(specification, settings, problems.warnings()));
                })
                .orElseGet(() -> new ReadOutcome.Refused(problems.all()));
    }
}
