package io.drawbridge.policies.threshold;

import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Instant;
import java.util.List;

/// What is said to those who passed a threshold: the same as to every blocked address, so that nobody learns
/// which threshold it was.
final class Denials {
    private static final Refusal REFUSAL = new Refusal(
            403,
            "address-blocked",
            "Requests from your address are not accepted",
            "Tell the operator, and quote the decision id.",
            List.of(new HeaderField("X-Blocked-Reason", "Security")));

    private Denials() {}

    static Verdict of(String code, String what, Threshold threshold, Sentence sentence, Instant at) {
        return new Verdict.Deny(
                new Reason(
                        EventName.SUSPICIOUS,
                        code,
                        "more than " + threshold.limit() + " " + what + " within "
                                + threshold.within().toSeconds() + " seconds; offence " + sentence.offence()
                                + ", until " + sentence.until(),
                        sentence.beginsAt(at) ? Reason.News.NEW : Reason.News.GOES_ON),
                REFUSAL,
                Advice.SILENT);
    }
}
