package io.drawbridge.dataplane.upstream;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// How many requests of an upstream may be at their second attempt at once: a share of those in flight, so that
/// retries cannot multiply the load on what is failing. A few may always, or a quiet upstream would never see
/// one.
final class RetryBudget {
    /// What a request holds of it.
    enum Share {
        NONE,
        ONE
    }

    static final int ALWAYS = 3;

    private final AtomicInteger taken = new AtomicInteger();
    private final LongAdder granted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /// @param inFlight requests of the upstream, this one included
    /// @return [Share#NONE] where there is nothing left
    Share take(int inFlight, int percent) {
        long most = Math.max(ALWAYS, (long) inFlight * percent / 100);
        int now = taken.get();
        while (now < most) {
            if (taken.compareAndSet(now, now + 1)) {
                granted.increment();
                return Share.ONE;
            }
            now = taken.get();
        }
        refused.increment();
        return Share.NONE;
    }

    void giveBack(Share share) {
        switch (share) {
            case NONE -> {}
            case ONE -> taken.decrementAndGet();
        }
    }

    /// Counts a request that was tried again without having been sent, which costs the budget nothing.
    void unsent() {
        granted.increment();
    }

    long granted() {
        return granted.sum();
    }

    long refused() {
        return refused.sum();
    }
}
