package io.drawbridge.dataplane.upstream;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What one event loop knows of an upstream: the cluster that all share, and what it has learnt since it last
/// told.
final class LoopUpstream {
    private final Cluster cluster;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private long answers;
    private double nanos;
    private int peak;

    LoopUpstream(Cluster cluster, RandomGenerator random, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    Cluster cluster() {
        return cluster;
    }

    RandomGenerator random() {
        return random;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    void awaiting() {
        peak = Math.max(peak, cluster.gate().sent());
    }

    void answered(long took) {
        cluster.gate().settled();
        answers++;
        nanos += took;
    }

    void gaveUp() {
        cluster.gate().settled();
    }

    /// Tells the others, now and then and not for each request, so that loops do not fight for one counter.
    void tell(long now) {
        if (answers > 0 || peak > 0) {
            cluster.learn(now, answers, nanos, peak);
            answers = 0;
            nanos = 0;
            peak = 0;
        }
    }
}
