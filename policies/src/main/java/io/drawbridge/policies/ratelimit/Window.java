package io.drawbridge.policies.ratelimit;

import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.quota.Claim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The admissions of one client in one class, within the last period: a ring of runs, each an instant and how
/// many were admitted at it, grown as needed.
///
/// Instants are exact nanoseconds for limits up to [#EXACT_RUNS]. For larger limits, one admission each would
/// take too much memory, so instants are rounded up to a tick of a 1024th of the period and admissions in a
/// tick are one run. Rounding up means that an admission is counted for up to a tick longer than it must, and
/// never for less: more than the limit is admitted in no span, whatever the limit is.
///
/// Not thread-safe: its stripe's lock guards it.
final class Window {
    /// How many admissions are kept apart, and how many ticks a period has beyond that.
    static final int EXACT_RUNS = 1024;

    private long[] instants = new long[4];
    private int[] counts = new int[4];
    private int head;
    private int runs;
    private int total;
    private long period;
    private @Nullable Lease lease;

    /// Counts a request if there is room for it.
    ///
    /// @param now in nanoseconds, not before that of any earlier call
    /// @param limit the rate of the moment, which may differ from that of earlier calls: what was admitted
    ///     under another rate still counts
    /// @param periodNanos likewise
    Admission admit(long now, int limit, long periodNanos) {
        period = periodNanos;
        forget(now);
        if (total >= limit) {
            return new Admission.Exhausted(nanosUntilLeft(total - limit + 1, now));
        }
        record(now, limit);
        return new Admission.Admitted(limit - total, instants[head] + period - now);
    }

    /// The same where the limit is shared with other nodes.
    ///
    /// @param fleet of more than one node
    Admission admitShared(long now, Rate rate, Fleet fleet) {
        period = rate.period().toNanos();
        forget(now);
        Lease present = lease;
        if (present != null && present.isVoid(fleet)) {
            // The ledger may remember that this node has joined, so it has no blind share.
            present = new Lease(rate, fleet, 0, now);
            lease = present;
        } else if (present != null && !present.isFor(rate, fleet)) {
            // Another rate is another counter.
            present = null;
            lease = null;
        }
        if (present != null) {
            return present.admit(this, now);
        }
        int share = fleet.blindShare(rate.limit());
        if (total < share) {
            record(now, rate.limit());
            Admission admitted = new Admission.Admitted(rate.limit() - total, nanosToReset(now));
            if (2 * total >= share) {
                lease = new Lease(rate, fleet, share - total, now);
            }
            return admitted;
        }
        lease = new Lease(rate, fleet, 0, now);
        return new Admission.Exhausted(Lease.retryAfter());
    }

    /// What this node holds of a shared limit; none where it has not joined it.
    @Nullable
    Lease lease() {
        return lease;
    }

    void lease(@Nullable Lease next) {
        lease = next;
    }

    int total(long now, long periodNanos) {
        period = periodNanos;
        forget(now);
        return total;
    }

    /// Until the oldest admission leaves.
    long nanosToReset(long now) {
        return runs == 0 ? period : instants[head] + period - now;
    }

    /// Everything that counts, gathered so that there are not many.
    List<Claim.Uses> uses(long now) {
        forget(now);
        List<Claim.Uses> uses = new ArrayList<>();
        long width = Math.max(1, period / 64);
        int count = 0;
        long newest = 0;
        for (int i = 0; i < runs; i++) {
            int run = (head + i) & (instants.length - 1);
            if (count > 0 && instants[run] - newest > width) {
                uses.add(new Claim.Uses(Math.max(0, now - newest) / 1_000_000, count));
                count = 0;
            }
            if (count == 0) {
                newest = instants[run];
            }
            count += counts[run];
        }
        if (count > 0) {
            uses.add(new Claim.Uses(Math.max(0, now - newest) / 1_000_000, count));
        }
        return uses;
    }

    /// Whether nothing in it counts any more.
    boolean isIdle(long now, Fleet fleet) {
        Lease present = lease;
        return (present == null || fleet.isAlone() || present.isVoid(fleet)) && isEmpty(now);
    }

    private boolean isEmpty(long now) {
        return runs == 0 || now - instants[(head + runs - 1) & (instants.length - 1)] >= period;
    }

    private void forget(long now) {
        while (runs > 0 && now - instants[head] >= period) {
            total -= counts[head];
            head = (head + 1) & (instants.length - 1);
            runs--;
        }
    }

    void record(long now, int limit) {
        long instant = now;
        if (limit > EXACT_RUNS) {
            long tick = Math.ceilDiv(period, (long) EXACT_RUNS);
            instant = now + Math.floorMod(-now, tick);
        }
        int last = (head + runs - 1) & (instants.length - 1);
        // After a change of rate the last instant, once rounded up, can lie ahead.
        if (runs > 0 && instant - instants[last] <= 0) {
            counts[last]++;
        } else {
            if (runs == instants.length) {
                grow();
            }
            int next = (head + runs) & (instants.length - 1);
            instants[next] = instant;
            counts[next] = 1;
            runs++;
        }
        total++;
    }

    private void grow() {
        long[] moreInstants = new long[2 * instants.length];
        int[] moreCounts = new int[2 * instants.length];
        for (int i = 0; i < runs; i++) {
            int from = (head + i) & (instants.length - 1);
            moreInstants[i] = instants[from];
            moreCounts[i] = counts[from];
        }
        instants = moreInstants;
        counts = moreCounts;
        head = 0;
    }

    /// Until so many of the oldest admissions have left.
    private long nanosUntilLeft(int many, long now) {
        int left = 0;
        int run = head;
        while (true) {
            left += counts[run];
            if (left >= many) {
                return instants[run] + period - now;
            }
            run = (run + 1) & (instants.length - 1);
        }
    }
}
