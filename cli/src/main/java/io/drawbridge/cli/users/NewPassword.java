package io.drawbridge.cli.users;

import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.Session;
import io.drawbridge.cli.session.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where a new account's password comes from.
sealed interface NewPassword {
    /// The gateway makes one.
    record Generated() implements NewPassword {}

    /// Somebody chose it. Like every secret it has no text form.
    record Chosen(String text) implements NewPassword {
        @Override
        public String toString() {
            return "Chosen[hidden]";
        }
    }

    /// The first line of standard input.
    static NewPassword fromStandardInput(Session session) {
        try {
            // Not closed: the process owns its standard input.
            BufferedReader input = new BufferedReader(new InputStreamReader(session.in(), StandardCharsets.UTF_8));
            return chosen(Optional.ofNullable(input.readLine()), "Standard input holds no password.");
        } catch (IOException failure) {
            throw new CommandStopped(ExitCode.USAGE, "Standard input cannot be read: " + failure.getMessage() + ".");
        }
    }

    /// Asked for twice, because what is typed is not shown.
    static NewPassword fromTerminal(Session session, String username) {
        Terminal terminal = session.terminal()
                .orElseThrow(() -> new CommandStopped(
                        ExitCode.USAGE,
                        "There is no terminal to ask for a password on.",
                        "Give it with --password-stdin, or let the gateway make one with --generate."));
        Optional<String> first = terminal.askSecretly("Password for " + username + ": ");
        NewPassword password = chosen(first, "No password was given, and no account was made.");
        if (!terminal.askSecretly("The same again: ").equals(first)) {
            throw new CommandStopped(ExitCode.USAGE, "The two passwords differ, and no account was made.");
        }
        return password;
    }

    private static NewPassword chosen(Optional<String> line, String otherwise) {
        return line.filter(text -> !text.isEmpty())
                .<NewPassword>map(Chosen::new)
                .orElseThrow(() -> new CommandStopped(ExitCode.USAGE, otherwise));
    }
}
