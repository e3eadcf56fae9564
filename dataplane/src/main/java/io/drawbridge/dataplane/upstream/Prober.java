package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.HealthCheck;
import io.drawbridge.domain.route.Upstream;
import java.util.function.Consumer;

/// Asks a target whether it is well.
@FunctionalInterface
interface Prober {
    /// @param done called once, from any thread, within the check's time-out or soon after
    void probe(Upstream upstream, TargetState target, HealthCheck check, Consumer<Outcome> done);

    /// What came of it.
    sealed interface Outcome {
        record Well() implements Outcome {}

        /// @param why for operators
        record Unwell(String why) implements Outcome {}
    }
}
