package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.TargetCondition;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// One address of a target, as it does at the moment. It outlives snapshots for as long as the address is
/// configured. What its [Cluster] says about its condition is guarded by the cluster; the counts are anybody's.
final class TargetState {
    private final Target target;
    private final InetSocketAddress address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean configured = true;

    // Guarded by the cluster.
    final Checks checks = new Checks();
    final Ejections ejections = new Ejections();

    TargetState(Target target, InetSocketAddress address) {
        this.target = target;
        this.address = address;
    }

    /// What the health checks came to.
    static final class Checks {
        private boolean healthy = true;
        private int inARow;
        long nextAt;
        boolean underWay;

        /// @return whether the target's health changed
        boolean passed(int enough) {
            return note(true, enough);
        }

        /// @return whether the target's health changed
        boolean failed(int enough) {
            return note(false, enough);
        }

        private boolean note(boolean good, int enough) {
            inARow = good == healthy ? 0 : inARow + 1;
            if (inARow < enough) {
                return false;
            }
            healthy = good;
            inARow = 0;
            return true;
        }

        boolean isHealthy() {
            return healthy;
        }

        /// Nobody asks any more.
        void forget() {
            healthy = true;
            inARow = 0;
        }
    }

    /// How often it was ejected in a row, and until when it is.
    static final class Ejections {
        private int times;
        private long until;
        private long lasting;
        private boolean out;

        /// @param first how long the first ejection in a row lasts
        /// @return how long this one lasts, in nanoseconds
        long begin(long nanoTime, long first, int mostTimes) {
            // Who was in for as long as it had been out begins anew.
            if (times > 0 && nanoTime - until > lasting) {
                times = 0;
            }
            times = Math.min(times + 1, mostTimes);
            lasting = first * times;
            until = nanoTime + lasting;
            out = true;
            return lasting;
        }

        boolean isOut() {
            return out;
        }

        boolean isDue(long nanoTime) {
            return out && nanoTime - until >= 0;
        }

        void end() {
            out = false;
        }
    }

    Target target() {
        return target;
    }

    InetSocketAddress address() {
        return address;
    }

    int inFlight() {
        return inFlight.get();
    }

    void begin() {
        inFlight.incrementAndGet();
        requests.increment();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    void succeeded() {
        if (failuresInARow.get() != 0) {
            failuresInARow.set(0);
        }
    }

    /// @return how many in a row it makes
    int fail() {
        failures.increment();
        return failuresInARow.incrementAndGet();
    }

    void beginAnew() {
        failuresInARow.set(0);
    }

    long requests() {
        return requests.sum();
    }

    long failures() {
        return failures.sum();
    }

    /// It is not an address of its upstream any more: its idle connections are of no use.
    void retire() {
        configured = false;
    }

    boolean isConfigured() {
        return configured;
    }

    /// Guarded by the cluster.
    TargetCondition condition() {
        return !checks.isHealthy()
                ? TargetCondition.UNHEALTHY
                : ejections.isOut() ? TargetCondition.EJECTED : TargetCondition.HEALTHY;
    }

    /// What people call it: its URL, and the address where it is a name's.
    @Override
    public String toString() {
        String ip = address.getAddress().getHostAddress();
        return target.url() + (target.host().equals(ip) ? "" : " (" + ip + ")");
    }
}
