package io.drawbridge.policies.ratelimit;

import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.verdict.Advice;
import io.drawbridge.domain.verdict.EventName;
import io.drawbridge.domain.verdict.FieldBlock;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.Obligation;
import io.drawbridge.domain.verdict.Reason;
import io.drawbridge.domain.verdict.Refusal;
import io.drawbridge.domain.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The verdicts of one class of limit at one rate. Each is made once for a pair of what remains and when it resets,
/// and kept while there is room, because most answers repeat those of a moment ago.
final class Standings {
    private static final int MOST_KEPT = 4096;
    private static final long NANOS = 1_000_000_000L;

    /// @param remaining -1 for a denial
    private record Kept(int remaining, int seconds, Verdict verdict) {}

    private final String limitClass;
    private final Rate rate;
    private final int periodSeconds;
    private final HeaderField policyField;
    private final AtomicReferenceArray<@Nullable Kept> kept;

    /// @throws IllegalArgumentException where the class's name or the period cannot be told to clients
    Standings(String limitClass, Rate rate) {
        if (!limitClass.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a class of rate limit has a name of up to 64 letters, digits and . _ -, not '" + limitClass + "'");
        }
        Duration period = rate.period();
        if (period.getNano() != 0 || period.getSeconds() < 1 || period.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "a rate's period is from a second to a day, in whole seconds, not " + period);
        }
        this.limitClass = limitClass;
        this.rate = rate;
        this.periodSeconds = (int) period.getSeconds();
        this.policyField =
                new HeaderField("RateLimit-Policy", "\"" + limitClass + "\";q=" + rate.limit() + ";w=" + periodSeconds);
        long pairs = (rate.limit() + 1L) * (periodSeconds + 2L);
        int size = (int) Math.min(MOST_KEPT, Long.highestOneBit(2 * pairs - 1));
        this.kept = new AtomicReferenceArray<>(size);
    }

    Rate rate() {
        return rate;
    }

    Verdict of(Admission admission) {
        return switch (admission) {
            case Admission.Admitted admitted -> verdict(admitted.remaining(), wholeSeconds(admitted.nanosToReset()));
            case Admission.Exhausted exhausted -> verdict(-1, wholeSeconds(exhausted.nanosToWait()));
        };
    }

    /// Rounded up: who waits that long is admitted.
    private static int wholeSeconds(long nanos) {
        return (int) Math.max(1, Math.ceilDiv(nanos, NANOS));
    }

    private Verdict verdict(int remaining, int seconds) {
        int slot = ((remaining + 1) * (periodSeconds + 2) + seconds) & (kept.length() - 1);
        Kept found = kept.get(slot);
        if (found != null && found.remaining() == remaining && found.seconds() == seconds) {
            return found.verdict();
        }
        Verdict verdict = remaining < 0 ? denial(seconds) : allowance(remaining, seconds);
        kept.set(slot, new Kept(remaining, seconds, verdict));
        return verdict;
    }

    private Verdict allowance(int remaining, int seconds) {
        return Verdict.allow(new Obligation.ResponseFields(FieldBlock.of(policyField, standing(remaining, seconds))));
    }

    private Verdict denial(int seconds) {
        HeaderField standing = standing(0, seconds);
        return new Verdict.Deny(
                new Reason(
                        EventName.RATE_LIMITED,
                        "rate-limited",
                        "the client has used up " + rate + " of the class " + limitClass),
                new Refusal(
                        429,
                        "rate-limited",
                        "Too many requests",
                        "Wait " + seconds + (seconds == 1 ? " second" : " seconds") + ", then try again; " + rate
                                + " is what is allowed here.",
                        List.of(new HeaderField("Retry-After", Integer.toString(seconds)), policyField, standing)),
                new Advice.Tell(FieldBlock.of(policyField, standing)));
    }

    private HeaderField standing(int remaining, int seconds) {
        return new HeaderField("RateLimit", "\"" + limitClass + "\";r=" + remaining + ";t=" + seconds);
    }
}
