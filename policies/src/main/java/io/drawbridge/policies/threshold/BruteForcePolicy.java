package io.drawbridge.policies.threshold;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Verdict;

/// Denies addresses whose authentication failed too often. What failed is counted by [FailedAuthentication],
/// after the answer.
public final class BruteForcePolicy implements Policy<Arrived> {
    private final Suspects suspects;
    private final Threshold threshold;
    private final NetworkSet exempt;

    /// @param exempt who is never counted: the allow-list, and trusted proxies, behind which there are many
    public BruteForcePolicy(Suspects suspects, Threshold threshold, NetworkSet exempt) {
        if (threshold.limit() >= Window.EXACT) {
            throw new IllegalArgumentException("failed authentication is counted up to " + (Window.EXACT - 1));
        }
        this.suspects = suspects;
        this.threshold = threshold;
        this.exempt = exempt;
    }

    @Override
    public Verdict judge(Arrived exchange) {
        if (exempt.contains(exchange.address())) {
            return Verdict.ALLOW;
        }
        return suspects.judge(exchange.address(), exchange.arrivedAt(), threshold)
                .map(sentence ->
                        Denials.of("brute-force", "failed authentications", threshold, sentence, exchange.arrivedAt()))
                .orElse(Verdict.ALLOW);
    }
}
