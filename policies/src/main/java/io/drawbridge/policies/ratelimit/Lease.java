package io.drawbridge.policies.ratelimit;

import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.quota.Claim;
import io.drawbridge.domain.quota.Grant;
import java.util.List;

/// What a node holds of one shared counter. It begins with what is left of the node's blind share, is refilled
/// ahead of need, and is given back when another node wants it. Its stripe's lock guards it.
final class Lease {
    private static final long NANOS_A_MILLISECOND = 1_000_000L;
    /// The ledger writes units off that it has heard nothing of for five seconds.
    private static final long VALID_NANOS = 4_000_000_000L;

    private static final long RENEWAL_NANOS = 1_500_000_000L;
    /// How soon uses are told, and how soon somebody who got too little asks again.
    private static final long REPORT_NANOS = 150_000_000L;

    private static final long RETRY_NANOS = 4_000_000L;
    private static final long SLOW_RETRY_NANOS = 250_000_000L;
    /// Each one waits twice as long as the one before.
    private static final int QUICK_TRIES = 5;
    /// Who was asked for nothing for so long gives what it holds when somebody else wants it.
    private static final long QUIET_NANOS = 500_000_000L;
    /// Who was asked for nothing for so long wants nothing either.
    private static final long IDLE_NANOS = 1_000_000_000L;

    final Rate rate;
    final int generation;
    private final int refill;
    private Claim.Kind kind = Claim.Kind.JOIN;
    private int held;
    private int unreported;
    private long lastUse;
    private long lastTry;
    private long validUntil;
    private boolean inFlight;
    private boolean queued;
    private boolean untold;
    private int tries;
    private int free;
    private int elsewhere;
    private long askNotBefore;
    private long freeAt;

    Lease(Rate rate, Fleet fleet, int held, long now) {
        this.rate = rate;
        this.generation = fleet.generation();
        this.held = held;
        this.refill = Math.max(1, rate.limit() / (4 * fleet.nodes()));
        this.elsewhere = rate.limit() - held;
        this.lastUse = now;
        this.lastTry = now;
        this.askNotBefore = now;
        this.freeAt = now;
        this.validUntil = now + VALID_NANOS;
    }

    boolean isFor(Rate present, Fleet fleet) {
        return generation == fleet.generation() && rate.equals(present);
    }

    /// Whether it is of a time before the ledger was lost.
    boolean isVoid(Fleet fleet) {
        return generation != fleet.generation();
    }

    /// Uses a unit if there is one.
    Admission admit(Window window, long now) {
        lastTry = now;
        if (held <= 0 || now - validUntil >= 0) {
            long wait = elsewhere > 0 || free > 0 ? RETRY_NANOS : Math.max(RETRY_NANOS, freeAt - now);
            return new Admission.Exhausted(wait);
        }
        held--;
        unreported++;
        lastUse = now;
        window.record(now, rate.limit());
        return new Admission.Admitted(held + free, window.nanosToReset(now));
    }

    /// Whether the ledger should be asked at once; whoever is told so asks.
    boolean shouldAsk(long now) {
        if (queued || inFlight || now - askNotBefore < 0) {
            return false;
        }
        if (kind == Claim.Kind.GO_ON && 2 * held > refill) {
            return false;
        }
        queued = true;
        return true;
    }

    /// When there is something to say to the ledger at the latest, though nobody asks for more.
    long due() {
        if (untold) {
            return validUntil - VALID_NANOS;
        }
        if (unreported > 0) {
            return lastUse + REPORT_NANOS;
        }
        // A node without units says now and then that it is still there, and learns when the counter is quiet.
        return validUntil - VALID_NANOS + (held > 0 ? RENEWAL_NANOS : Math.max(RENEWAL_NANOS, period() / 2));
    }

    private long period() {
        return rate.period().toNanos();
    }

    boolean isWaiting() {
        return inFlight;
    }

    /// What to tell the ledger now.
    Claim claim(String counter, Window window, long now) {
        queued = false;
        untold = false;
        inFlight = true;
        if (now - validUntil >= 0) {
            held = 0;
        }
        List<Claim.Uses> uses = switch (kind) {
            case JOIN -> window.uses(now);
            case GO_ON ->
                unreported == 0
                        ? List.of()
                        : List.of(new Claim.Uses((now - lastUse) / NANOS_A_MILLISECOND, unreported));
        };
        unreported = 0;
        int want = now - lastTry > IDLE_NANOS || 2 * held > refill ? 0 : refill - held;
        return new Claim(counter, rate.limit(), rate.period(), kind, held, want, uses);
    }

    /// Takes what the ledger granted.
    ///
    /// @return whether to ask again soon, because others have been asked to give
    boolean granted(Grant.Granted grant, long now) {
        inFlight = false;
        kind = Claim.Kind.GO_ON;
        validUntil = now + VALID_NANOS;
        held += grant.units();
        free = grant.free();
        elsewhere = grant.elsewhere();
        freeAt = now + grant.millisToFree() * NANOS_A_MILLISECOND;
        boolean isShort = 2 * held <= refill;
        tries = isShort ? tries + 1 : 0;
        boolean again = isShort && tries <= QUICK_TRIES && elsewhere + free > 0 && now - lastTry < IDLE_NANOS;
        if (!isShort) {
            askNotBefore = now;
        } else if (again) {
            askNotBefore = now + retryNanos();
        } else {
            askNotBefore = now + Math.clamp(freeAt - now, RETRY_NANOS, SLOW_RETRY_NANOS);
        }
        return again;
    }

    private long retryNanos() {
        return RETRY_NANOS << Math.min(tries, QUICK_TRIES);
    }

    /// When to ask again, where [#granted] said so.
    long askNotBefore() {
        return askNotBefore;
    }

    /// The ledger has forgotten this node: what it held is written off.
    void rejoin() {
        inFlight = false;
        kind = Claim.Kind.JOIN;
        held = 0;
    }

    /// Keeps half of what it has where requests came lately; else a single one, if the limit is large enough
    /// for that to make no difference, so that the next request need not be refused.
    void give(long now) {
        int kept;
        if (now - lastTry < QUIET_NANOS) {
            kept = held / 2;
        } else {
            kept = refill > 1 && now - lastTry < period() ? Math.min(1, held) : 0;
        }
        untold |= kept < held || kind == Claim.Kind.JOIN;
        held = kept;
    }

    static long retryAfter() {
        return RETRY_NANOS;
    }
}
