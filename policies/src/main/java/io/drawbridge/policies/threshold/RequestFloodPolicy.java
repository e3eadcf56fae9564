package io.drawbridge.policies.threshold;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Verdict;

/// Denies addresses that send too many requests.
public final class RequestFloodPolicy implements Policy<Arrived> {
    private final Suspects suspects;
    private final Threshold threshold;
    private final NetworkSet exempt;

    /// @param exempt who is never counted: the allow-list, and trusted proxies, behind which there are many
    public RequestFloodPolicy(Suspects suspects, Threshold threshold, NetworkSet exempt) {
        this.suspects = suspects;
        this.threshold = threshold;
        this.exempt = exempt;
    }

    @Override
    public Verdict judge(Arrived exchange) {
        if (exempt.contains(exchange.address())) {
            return Verdict.ALLOW;
        }
        suspects.count(exchange.address(), exchange.arrivedAt(), threshold);
        return suspects.judge(exchange.address(), exchange.arrivedAt(), threshold)
                .map(sentence -> Denials.of("request-flood", "requests", threshold, sentence, exchange.arrivedAt()))
                .orElse(Verdict.ALLOW);
    }
}
