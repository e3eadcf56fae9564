package io.drawbridge.controlplane.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `GET /readyz`: 200 while the gateway serves, 503 once it has been asked to stop, so that a load balancer sends the
/// next request elsewhere before the listener closes.
public final class ReadinessEndpoint implements Endpoint {
    /// Who asks, and so how much is told.
    public enum Audience {
        /// Everybody: ready or not, and nothing else.
        PUBLIC,
        /// Operators: every dependency too.
        OPERATORS
    }

    private record Told(
            String status,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<Line>> dependencies) {}

    private record Line(
            String name,
            String state,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> since,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> cause) {}

    private final Supplier<Phase> phase;
    private final Supplier<List<Dependency>> dependencies;
    private final Audience audience;

    /// @param dependencies quick: what is known of them, not a look at them
    public ReadinessEndpoint(Supplier<Phase> phase, Supplier<List<Dependency>> dependencies, Audience audience) {
        this.phase = phase;
        this.dependencies = dependencies;
        this.audience = audience;
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        List<Line> lines = switch (audience) {
            case PUBLIC -> List.of();
            case OPERATORS ->
                dependencies.get().stream().map(ReadinessEndpoint::line).toList();
        };
        Optional<List<Line>> told = switch (audience) {
            case PUBLIC -> Optional.empty();
            case OPERATORS -> Optional.of(lines);
        };
        Answer answer = switch (phase.get()) {
            case SERVING -> {
                boolean whole = lines.stream().allMatch(line -> line.state().equals("up"));
                yield Json.answer(200, new Told(whole ? "ready" : "degraded", told));
            }
            case STOPPING -> Json.answer(503, new Told("stopping", told));
        };
        return answer.with(LivenessEndpoint.NO_STORE);
    }

    private static Line line(Dependency dependency) {
        return switch (dependency.state()) {
            case Dependency.State.Up _ -> new Line(dependency.name(), "up", Optional.empty(), Optional.empty());
            case Dependency.State.Away away ->
                new Line(dependency.name(), "away", Optional.of(away.since()), Optional.of(away.cause()));
        };
    }
}
