package io.drawbridge.controlplane.health;

import java.time.Instant;

/// Something outside the gateway that it works with.
///
/// @param name such as `database`, `upstream api`
/// @param state how it was when it was last looked at
public record Dependency(String name, State state) {
    /// How a dependency is.
    public sealed interface State {
        /// It answers.
        record Up() implements State {}

        /// It does not, and the gateway goes on without it.
        ///
        /// @param since when that was first seen
        /// @param cause for operators, without secrets
        record Away(Instant since, String cause) implements State {}

        State UP = new Up();
    }
}
