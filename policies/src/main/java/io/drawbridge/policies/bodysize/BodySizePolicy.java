package io.drawbridge.policies.bodysize;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.policy.Policy;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.util.List;

/// Refuses requests whose body is larger than a route takes, with 413 (RFC 9110, section 15.5.14).
public final class BodySizePolicy implements Policy<Arrived> {
    private final long most;
    private final Verdict tooLarge;

    /// @param most bytes that a body may have, 0 or more
    public BodySizePolicy(long most) {
        if (most < 0) {
            throw new IllegalArgumentException("a body has no fewer bytes than none");
        }
        this.most = most;
        this.tooLarge = new Verdict.Deny(
                new Reason(EventName.REQUEST_TOO_LARGE, "body-too-large", "a body of more than " + most + " bytes"),
                new Refusal(
                        413,
                        "body-too-large",
                        "The body is too large",
                        "Send " + most + " bytes at the most.",
                        List.of()),
                Advice.TELL);
    }

    @Override
    public Verdict judge(Arrived exchange) {
        return exchange.bodyBytes() > most ? tooLarge : Verdict.ALLOW;
    }
}
