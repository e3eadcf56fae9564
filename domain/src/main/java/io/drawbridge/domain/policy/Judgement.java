package io.drawbridge.domain.policy;

import io.drawbridge.domain.verdict.Verdict;

/// What a policy said of an exchange, in which mode it was for that client, and what came of it.
public record Judgement(PolicyName policy, Mode mode, Verdict verdict, Effect effect) {
    /// Whether the policy would refuse the exchange, or did.
    public boolean isDenial() {
        return !(effect instanceof Effect.Proceed);
    }

    public boolean isRefusal() {
        return effect instanceof Effect.Refuse;
    }
}
