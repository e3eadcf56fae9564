package io.drawbridge.domain.policy;

import io.drawbridge.domain.exchange.Exchange;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Verdict;
import java.util.Objects;

/// A policy, with its settings, on a route: how far it has been raised there and what happens when it cannot decide.
public record Binding<E extends Exchange>(
        PolicyName name, Policy<? super E> policy, Stance stance, OnUndecided onUndecided, Buckets buckets) {

    /// Judges one exchange. A policy that throws has decided nothing, and is treated so. The errors that one exchange
    /// can cause and the next need not are no different: a stack that client text made overflow, a missing class.
    public Judgement judge(E exchange) {
        Mode mode = stance.modeFor(name, exchange.client(), buckets);
        Verdict verdict = mode == Mode.OFF ? Verdict.ALLOW : verdict(exchange);
        return new Judgement(name, mode, verdict, Enforcement.effect(mode, onUndecided, verdict));
    }

    private Verdict verdict(E exchange) {
        try {
            return Objects.requireNonNull(policy.judge(exchange), "no verdict");
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            return new Verdict.Undecided(new Reason(
                    EventName.POLICY_UNDECIDED, "policy-failed", "the policy " + name + " threw " + failure));
        }
    }
}
