package io.drawbridge.policies.ratelimit;

/// The admissions of one client in one class, within the last period: a ring of runs, each an instant and how many
/// were admitted at it, grown as needed.
///
/// Instants are exact nanoseconds for limits up to [#EXACT_RUNS]. For larger limits, one admission each would take
/// too much memory, so instants are rounded up to a tick of a 1024th of the period and admissions in a tick are one
/// run. Rounding up means that an admission is counted for up to a tick longer than it must, and never for less: more
/// than the limit is admitted in no span, whatever the limit is.
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

    /// Counts a request if there is room for it.
    ///
    /// @param now in nanoseconds, not before that of any earlier call
    /// @param limit the rate of the moment, which may differ from that of earlier calls: what was admitted under
    ///     another rate still counts
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

    /// Whether nothing in it counts any more.
    boolean isIdle(long now) {
        return runs == 0 || now - instants[(head + runs - 1) & (instants.length - 1)] >= period;
    }

    private void forget(long now) {
        while (runs > 0 && now - instants[head] >= period) {
            total -= counts[head];
            head = (head + 1) & (instants.length - 1);
            runs--;
        }
    }

    private void record(long now, int limit) {
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
