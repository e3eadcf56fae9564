package io.drawbridge.cli;

import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The one place where what went wrong is printed.
record Failures(PrintWriter err) implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /// The command line was not understood.
    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (isNounAlone(failure, command)) {
            command.usage(err);
            err.flush();
            return ExitCode.USAGE.number();
        }
        print(List.of(String.valueOf(failure.getMessage())));
        UnmatchedArgumentException.printSuggestions(failure, err);
        print("  ", "'" + name + " --help' shows what it takes.");
        err.flush();
        return ExitCode.USAGE.number();
    }

    private static boolean isNounAlone(ParameterException failure, CommandLine command) {
        return !(failure instanceof UnmatchedArgumentException)
                && !command.getSubcommands().isEmpty()
                && command.getParseResult().originalArgs().stream().allMatch(arg -> !arg.startsWith("-"));
    }

    /// The command was understood and could not be carried out.
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof CommandStopped stopped) {
            print(stopped.lines());
            err.flush();
            return stopped.exitCode().number();
        }
        print(List.of(
                "'" + command.getCommandSpec().qualifiedName() + "' is broken: " + failure,
                "Please report it with what follows."));
        failure.printStackTrace(err);
        err.flush();
        return ExitCode.BROKEN.number();
    }

    private void print(List<String> lines) {
        print("drawbridge: ", Objects.requireNonNull(lines.getFirst()));
        lines.stream().skip(1).forEach(line -> print("  ", line));
    }

    private void print(String prefix, String line) {
        err.println(prefix + SafeText.of(line));
    }
}
