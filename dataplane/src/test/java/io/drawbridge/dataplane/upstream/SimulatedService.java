package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Overload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// A service with so many workers and a queue before them, behind an [AdaptiveLimit], in simulated time: a
/// millisecond a step, the same with every run.
final class SimulatedService {
    private static final long MILLI = 1_000_000;
    private static final int TELL_EVERY = 200;

    private final SplittableRandom random = new SplittableRandom(42);
    private final AdaptiveLimit limit;
    private final PriorityQueue<Work> working = new PriorityQueue<>((a, b) -> Double.compare(a.endsAt, b.endsAt));
    private final Deque<Work> queue = new ArrayDeque<>();
    private int workers;
    private double meanMillis;
    private long nowMillis;
    private int allowed;
    private int peak;
    private long answers;
    private double nanos;

    // What happened since the last look.
    long offered;
    long shed;
    long done;
    double totalMillis;
    int lowestLimit = Integer.MAX_VALUE;

    private static final class Work {
        private final double came;
        private double endsAt;

        Work(double came) {
            this.came = came;
        }
    }

    SimulatedService(Overload settings, int most, int workers, double meanMillis) {
        this.limit = new AdaptiveLimit(settings, most, 0);
        this.allowed = most;
        this.workers = workers;
        this.meanMillis = meanMillis;
    }

    SimulatedService workers(int other) {
        workers = other;
        return this;
    }

    SimulatedService meanMillis(double other) {
        meanMillis = other;
        return this;
    }

    /// Lets requests come at this rate for so many seconds.
    SimulatedService run(int seconds, double perSecond) {
        offered = 0;
        shed = 0;
        done = 0;
        totalMillis = 0;
        lowestLimit = Integer.MAX_VALUE;
        for (long end = nowMillis + seconds * 1000L; nowMillis < end; nowMillis++) {
            for (int i = poisson(perSecond / 1000); i > 0; i--) {
                arrive();
            }
            while (!working.isEmpty() && working.peek().endsAt <= nowMillis) {
                finish(working.remove());
            }
            if (nowMillis % TELL_EVERY == 0) {
                allowed = limit.offer(nowMillis * MILLI, answers, nanos, peak);
                lowestLimit = Math.min(lowestLimit, allowed);
                answers = 0;
                nanos = 0;
                peak = 0;
            }
        }
        return this;
    }

    private void arrive() {
        offered++;
        if (working.size() + queue.size() >= allowed) {
            shed++;
            return;
        }
        Work work = new Work((double) nowMillis);
        if (working.size() < workers) {
            begin(work, (double) nowMillis);
        } else {
            queue.add(work);
        }
        peak = Math.max(peak, working.size() + queue.size());
    }

    /// Between half and one and a half of the mean: a service's usual spread.
    private void begin(Work work, double at) {
        work.endsAt = at + meanMillis * (0.5 + random.nextDouble());
        working.add(work);
    }

    private void finish(Work work) {
        done++;
        double took = work.endsAt - work.came;
        totalMillis += took;
        answers++;
        nanos += took * MILLI;
        if (!queue.isEmpty() && working.size() < workers) {
            begin(queue.remove(), work.endsAt);
        }
    }

    private int poisson(double mean) {
        double threshold = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > threshold) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    double shedShare() {
        return (double) shed / offered;
    }

    double averageMillis() {
        return totalMillis / done;
    }

    int limit() {
        return allowed;
    }
}
