package io.drawbridge.cli.session;

import io.drawbridge.cli.output.Ink;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a command gets from its process.
///
/// @param environment the environment variables
/// @param directory where the user stands; relative paths start here
/// @param out for what was asked for
/// @param err for everything else: errors, warnings, previews that are not the answer itself
/// @param in standard input
/// @param terminal absent where nobody can be asked
/// @param ink whether `out` takes colours
public record Session(
        Map<String, String> environment,
        Path directory,
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Optional<Terminal> terminal,
        Ink ink) {
    public Session {
        environment = Map.copyOf(environment);
    }

    /// The session of this process: its own environment, directory, streams and terminal.
    public static Session ofProcess() {
        Map<String, String> environment = System.getenv();
        Optional<Terminal> terminal = ConsoleTerminal.ofProcess();
        return new Session(
                environment,
                Path.of(""),
                new PrintWriter(System.out, true, System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                System.in,
                terminal,
                Ink.forOutput(environment, terminal.isPresent()));
    }

    /// The value of an environment variable; an empty or blank one counts as not set.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
