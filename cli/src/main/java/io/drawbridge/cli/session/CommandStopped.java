package io.drawbridge.cli.session;

import java.util.List;
import java.util.stream.Stream;

/// A command cannot go on. It is not a failure of the program, so it has no stack trace.
public final class CommandStopped extends RuntimeException {
    private final ExitCode exitCode;
    private final List<String> hints;

    /// @param message what is wrong, in a sentence; it may hold text from outside, which is made safe where it is
    ///     printed
    /// @param hints what is known besides and what to do about it, a line each
    public CommandStopped(ExitCode exitCode, String message, List<String> hints) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.hints = List.copyOf(hints);
    }

    public CommandStopped(ExitCode exitCode, String message, String... hints) {
        this(exitCode, message, List.of(hints));
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /// The message and the hints.
    public List<String> lines() {
        return Stream.concat(Stream.of(String.valueOf(getMessage())), hints.stream())
                .toList();
    }
}
