package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Overload;
import java.time.Duration;

/// How many requests may wait for an upstream's answers at once, learnt from how long the answers take. It
/// follows the gradient limit of Netflix's concurrency-limits: while answers take longer than usual by more
/// than is tolerated, the limit shrinks in proportion; otherwise it grows by its square root. Three things
/// differ, so that a healthy upstream is left alone (see ADR 16):
///
/// - It begins at the top, and only a window in which at least half of the limit was used can lower it.
/// - What is usual is learnt in windows with room to spare. A full window makes it shorter, never longer.
/// - Where fewer requests at once did *not* make answers quicker, it was no queue that made them slow: what
///   they take now is the new usual.
final class AdaptiveLimit {
    static final long WINDOW = Duration.ofMillis(500).toNanos();
    static final int SAMPLES = 20;

    /// Evidence is asked for only where the number of requests at once fell to this part.
    private static final double FEWER = 0.8;
    /// With a queue, the time falls as the number does (an elasticity of 1); without, it stays (0).
    private static final double QUEUE_ELASTICITY = 0.4;

    private static final double SHORTER = 0.5;
    private static final double LONGER = 1.02;
    private static final double STEEPEST = 0.5;

    private Overload settings;
    private int most;
    private double limit;
    private double usual;
    private long began;
    private long count;
    private double sum;
    private int peak;
    /// How many at once, and how long each, in the slow window that later ones are compared with; 0 for none.
    private double slowConcurrency;

    private double slowTime;

    /// @param most the limit that it begins with and never passes
    AdaptiveLimit(Overload settings, int most, long nanoTime) {
        this.settings = settings;
        this.most = most;
        this.limit = most;
        this.began = nanoTime;
    }

    /// Goes on by other settings with what it has learnt.
    synchronized void configure(Overload otherSettings, int otherMost) {
        if (limit >= most) {
            limit = otherMost;
        }
        settings = otherSettings;
        most = otherMost;
        limit = bounded(limit);
    }

    /// Takes note of answers.
    ///
    /// @param answers whose heads came
    /// @param nanos what they took together
    /// @param atOnce the most requests that waited at one moment
    /// @return the limit from now on
    synchronized int offer(long nanoTime, long answers, double nanos, int atOnce) {
        count += answers;
        sum += nanos;
        peak = Math.max(peak, atOnce);
        if (nanoTime - began >= WINDOW && count >= SAMPLES) {
            close(sum / count, sum / (nanoTime - began));
            began = nanoTime;
            count = 0;
            sum = 0;
            peak = 0;
        }
        return (int) Math.round(limit);
    }

    /// @param time how long an answer took, on average
    /// @param concurrency how many waited at once, on average (Little's law)
    private void close(double time, double concurrency) {
        if (usual <= 0) {
            usual = time;
        }
        double tolerated = usual * settings.tolerancePercent() / 100;
        if (peak * 2 < limit) {
            // Longer by little at a time: the windows in which an overload begins have room to spare too.
            usual = time < usual ? usual + (time - usual) * SHORTER : Math.min(time, usual * LONGER);
            slowConcurrency = 0;
            if (time <= tolerated) {
                limit = bounded(limit + Math.sqrt(limit));
            }
            return;
        }
        if (time < usual) {
            usual += (time - usual) * SHORTER;
        }
        if (time <= tolerated) {
            slowConcurrency = 0;
            limit = bounded(limit + Math.sqrt(limit));
            return;
        }
        if (slowConcurrency <= 0 || concurrency > slowConcurrency) {
            slowConcurrency = concurrency;
            slowTime = time;
        } else if (concurrency <= slowConcurrency * FEWER) {
            double elasticity = Math.log(time / slowTime) / Math.log(concurrency / slowConcurrency);
            slowConcurrency = concurrency;
            slowTime = time;
            if (elasticity < QUEUE_ELASTICITY) {
                usual = time;
                slowConcurrency = 0;
                return;
            }
        }
        limit = bounded(limit * Math.max(STEEPEST, tolerated / time) + Math.sqrt(limit));
    }

    private double bounded(double wanted) {
        return Math.max(Math.min(settings.floor(), most), Math.min(most, wanted));
    }

    /// What an answer usually takes, in nanoseconds; 0 while nothing is known.
    synchronized double usual() {
        return usual;
    }
}
