package io.drawbridge.cli.session;

import java.io.Console;
import java.util.Optional;

/// The terminal that the process was started from.
record ConsoleTerminal(Console console) implements Terminal {
    /// Nothing where input or output is redirected.
    static Optional<Terminal> ofProcess() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).map(ConsoleTerminal::new);
    }

    @Override
    public Optional<String> ask(String prompt) {
        return Optional.ofNullable(console.readLine("%s", prompt));
    }

    @Override
    public Optional<String> askSecretly(String prompt) {
        return Optional.ofNullable(console.readPassword("%s", prompt)).map(String::new);
    }
}
