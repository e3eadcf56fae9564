package io.drawbridge.cli.gateway;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// An RFC 9457 problem of the admin API. Any of its texts may be empty.
///
/// @param errors what is wrong with a configuration, each with its place
public record Problem(int status, String title, String detail, String remediation, List<ConfigurationError> errors) {
    public Problem {
        errors = List.copyOf(errors);
    }

    /// One mistake in a configuration file.
    public record ConfigurationError(String file, long line, long column, String message) {
        /// As compilers write it, so that editors can jump there.
        @Override
        public String toString() {
            return line > 0 ? file + ":" + line + ":" + column + ": " + message : file + ": " + message;
        }
    }

    static Problem read(int status, JsonNode body) {
        List<ConfigurationError> errors = new ArrayList<>();
        body.path("errors")
                .forEach(error -> errors.add(new ConfigurationError(
                        error.path("file").asString(""),
                        error.path("line").asLong(0),
                        error.path("column").asLong(0),
                        error.path("message").asString(""))));
        return new Problem(
                status,
                body.path("title").asString(""),
                body.path("detail").asString(""),
                body.path("remediation").asString(""),
                errors);
    }

    /// In one line, for people.
    public String sentence() {
        String text = detail.isEmpty() ? title : detail;
        return text.isEmpty() ? "The gateway answered " + status + " and did not say why." : text;
    }

    /// The end of a command that has nothing better to do with this problem.
    public CommandStopped stop() {
        List<String> hints = new ArrayList<>();
        errors.forEach(error -> hints.add(error.toString()));
        if (status == 412) {
            return new CommandStopped(
                    ExitCode.FINDINGS,
                    "Nothing was changed: somebody changed it meanwhile.",
                    "Look again with 'drawbridge mode list'.");
        }
        if (!remediation.isEmpty()) {
            hints.add(remediation);
        }
        // 409 is true of the moment; everything else is true of what was asked.
        ExitCode exitCode = status == 409 ? ExitCode.FINDINGS : ExitCode.USAGE;
        return new CommandStopped(exitCode, sentence(), hints);
    }
}
