package io.drawbridge.cli;

import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.session.Session;
import io.drawbridge.cli.session.Terminal;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs commands as a shell would, without a process.
final class Shell {
    private final Map<String, String> environment = new HashMap<>();
    private Path directory = Path.of("no-such-directory");
    private Optional<Terminal> terminal = Optional.empty();
    private String input = "";
    private Ink ink = Ink.PLAIN;
    private final StringWriter out = new StringWriter();

    static Shell at(FakeAdmin admin) {
        return new Shell().with("ADMIN_URL", admin.url()).with("ADMIN_API_KEY", FakeAdmin.KEY);
    }

    Shell with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Shell in(Path directory) {
        this.directory = directory;
        return this;
    }

    Shell input(String text) {
        this.input = text;
        return this;
    }

    Shell coloured() {
        this.ink = Ink.COLOURED;
        return this;
    }

    /// Somebody sits there and types these lines, then ends the input.
    Shell typing(String... lines) {
        Deque<String> typed = new ArrayDeque<>(Arrays.asList(lines));
        terminal = Optional.of(new Terminal() {
            @Override
            public Optional<String> ask(String prompt) {
                out.append(prompt).append('\n');
                return Optional.ofNullable(typed.poll());
            }

            @Override
            public Optional<String> askSecretly(String prompt) {
                return ask(prompt);
            }
        });
        return this;
    }

    Outcome run(String... args) {
        StringWriter err = new StringWriter();
        Session session = new Session(
                environment,
                directory,
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                terminal,
                ink);
        int exitCode = Drawbridge.commandLine(session).execute(args);
        return new Outcome(List.of(args), exitCode, out.toString(), err.toString());
    }

    record Outcome(List<String> args, int exitCode, String out, String err) {
        /// All of it, as a golden file keeps it.
        String transcript() {
            return "$ drawbridge " + String.join(" ", args) + "\n" + out
                    + (err.isEmpty() ? "" : "--- standard error\n" + err) + "--- exit code " + exitCode + "\n";
        }
    }
}
