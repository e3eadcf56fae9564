package io.drawbridge.policies.headers;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Verdict;

/// Allows everything, and obliges the answer to carry a block of fields.
public final class SecurityHeadersPolicy implements Policy<Arrived> {
    private final Verdict verdict;

    /// @param block for example [SecurityHeaders#preset]
    public SecurityHeadersPolicy(FieldBlock block) {
        this.verdict = Verdict.allow(new Obligation.ResponseFields(block));
    }

    @Override
    public Verdict judge(Arrived exchange) {
        return verdict;
    }
}
