package io.drawbridge.policies.threshold;

/// When something happened: a ring of runs, each an instant in milliseconds and how often it happened then. Up
/// to [#EXACT] are kept apart; a larger limit rounds instants *down* to a tick of the span, so that what is
/// counted is never more than what happened. Not thread-safe: its stripe's lock guards it.
final class Window {
    /// How many runs are kept; the oldest gives way.
    static final int EXACT = 128;

    private long[] instants = new long[4];
    private int[] counts = new int[4];
    private int head;
    private int runs;

    /// @param limit that of the threshold that will ask
    /// @param span likewise, in milliseconds
    void add(long now, int limit, long span) {
        long tick = limit < EXACT ? 1 : Math.ceilDiv(span, EXACT - 2L);
        long instant = now - Math.floorMod(now, tick);
        int last = head + runs - 1 & instants.length - 1;
        if (runs > 0 && instants[last] >= instant) {
            // Event loops do not see quite the same time.
            counts[last]++;
            return;
        }
        if (runs == instants.length) {
            if (runs == EXACT) {
                head = head + 1 & runs - 1;
                runs--;
            } else {
                grow();
            }
        }
        int next = head + runs & instants.length - 1;
        instants[next] = instant;
        counts[next] = 1;
        runs++;
    }

    /// How often it happened in the last `span` milliseconds.
    int count(long now, long span) {
        int count = 0;
        for (int i = runs - 1; i >= 0; i--) {
            int run = head + i & instants.length - 1;
            if (now - instants[run] >= span) {
                break;
            }
            count += counts[run];
        }
        return count;
    }

    /// When it last happened; [Long#MIN_VALUE] for never.
    long last() {
        return runs == 0 ? Long.MIN_VALUE : instants[head + runs - 1 & instants.length - 1];
    }

    void clear() {
        instants = new long[4];
        counts = new int[4];
        head = 0;
        runs = 0;
    }

    private void grow() {
        long[] moreInstants = new long[2 * runs];
        int[] moreCounts = new int[2 * runs];
        for (int i = 0; i < runs; i++) {
            int from = head + i & runs - 1;
            moreInstants[i] = instants[from];
            moreCounts[i] = counts[from];
        }
        instants = moreInstants;
        counts = moreCounts;
        head = 0;
    }
}
