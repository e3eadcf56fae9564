package io.drawbridge.policies.ipblock;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Denies requests from blocked addresses with 403. The client learns no more than that it is blocked: neither
/// for how long nor why.
public final class IpBlockPolicy implements Policy<Arrived> {
    private static final Refusal REFUSAL = new Refusal(
            403,
            "address-blocked",
            "Requests from your address are not accepted",
            "Tell the operator, and quote the decision id.",
            List.of(new HeaderField("X-Blocked-Reason", "Security")));

    private final Blocklist blocklist;
    private final NetworkSet allowed;

    /// @param allowed the allow-list
    public IpBlockPolicy(Blocklist blocklist, NetworkSet allowed) {
        this.blocklist = blocklist;
        this.allowed = allowed;
    }

    @Override
    public Verdict judge(Arrived exchange) {
        Optional<Blocklist.Entry> block = blocklist.blocking(exchange.address(), exchange.arrivedAt());
        return block.isEmpty() || allowed.contains(exchange.address())
                ? Verdict.ALLOW
                : new Verdict.Deny(reason(block.get()), REFUSAL, Advice.SILENT);
    }

    private static Reason reason(Blocklist.Entry entry) {
        return new Reason(
                EventName.IP_BLOCKED,
                "address-blocked",
                "the address is blocked (" + entry.origin().word() + ", by " + entry.author() + ") "
                        + entry.endsAt()
                                .map(Instant::toString)
                                .map("until "::concat)
                                .orElse("until it is lifted")
                        + (entry.reason().isEmpty() ? "" : ": " + entry.reason()));
    }
}
