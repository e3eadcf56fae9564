package io.drawbridge.domain.verdict;

import java.util.List;

/// What a policy says about one exchange. A policy knows no mode: what comes of a verdict is decided by
/// `io.drawbridge.domain.policy.Enforcement` alone.
public sealed interface Verdict {
    /// An allowance that asks for nothing; shared, because it is by far the most frequent verdict.
    Allow ALLOW = new Allow(List.of());

    /// The exchange may go on, and when the policy takes effect these obligations are fulfilled.
    record Allow(List<Obligation> obligations) implements Verdict {
        public Allow {
            obligations = List.copyOf(obligations);
        }
    }

    /// The exchange must not go on: why (operators), what the client is told, and what it is told in `warn`.
    record Deny(Reason reason, Refusal refusal, Advice advice) implements Verdict {}

    /// The policy could not tell, because something that it needs is away or broken.
    record Undecided(Reason reason) implements Verdict {}

    static Verdict allow(Obligation obligation) {
        return new Allow(List.of(obligation));
    }
}
