package io.drawbridge.cli.session;

import java.util.Optional;

/// Somebody who can be asked.
public interface Terminal {
    /// Shows the prompt and waits for a line.
    ///
    /// @return the line, or nothing at the end of the input
    Optional<String> ask(String prompt);

    /// As [#ask], without showing what is typed.
    Optional<String> askSecretly(String prompt);
}
