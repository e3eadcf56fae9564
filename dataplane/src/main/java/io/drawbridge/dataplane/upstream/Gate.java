package io.drawbridge.dataplane.upstream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Where requests come through to one upstream, from all event loops: not more at once than it may have
/// connections, and none while it is overloaded. Who waits is served in the order of coming, whichever loop it
/// is on; nobody overtakes.
final class Gate {
    /// What became of somebody who wants to come through.
    enum Entry {
        /// It is through, and [#leave]s when it is done.
        THROUGH,
        /// All connections are in use.
        FULL,
        /// The upstream is overloaded.
        SHED
    }

    /// What became of somebody who wants to wait.
    enum Place {
        WAITING,
        NO_ROOM
    }

    /// Somebody who waits.
    interface Waiter {
        /// It is through. Called once, from any thread, and has to be quick.
        void granted();
    }

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger awaiting = new AtomicInteger();
    private final AtomicInteger queued = new AtomicInteger();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final LongAdder shed = new LongAdder();
    private final LongAdder queueFull = new LongAdder();
    private final LongAdder queueTimeouts = new LongAdder();
    private volatile int most = 1;
    private volatile int length;
    private volatile int limit = Integer.MAX_VALUE;

    /// @param connections that may be in use at once
    /// @param queueLength how many may wait
    void configure(int connections, int queueLength) {
        most = connections;
        length = queueLength;
        drain();
    }

    /// @param requests that may be waiting for their answers to begin
    void limit(int requests) {
        limit = requests;
    }

    Entry enter() {
        if (awaiting.get() >= limit) {
            shed.increment();
            return Entry.SHED;
        }
        return queued.get() == 0 ? enterAgain() : Entry.FULL;
    }

    /// For a request that was through before: it neither waits nor is shed.
    Entry enterAgain() {
        int now = inside.get();
        while (now < most) {
            if (inside.compareAndSet(now, now + 1)) {
                return Entry.THROUGH;
            }
            now = inside.get();
        }
        return Entry.FULL;
    }

    /// Whether seven of eight places are taken, or all.
    boolean isCrowded() {
        return inside.get() >= most - most / 8;
    }

    Place await(Waiter waiter) {
        synchronized (waiters) {
            if (waiters.size() >= length) {
                queueFull.increment();
                return Place.NO_ROOM;
            }
            waiters.add(waiter);
            queued.set(waiters.size());
        }
        // Somebody may have left after this one found no room and before it stood in the queue.
        drain();
        return Place.WAITING;
    }

    /// Takes somebody out of the queue who will not wait any longer.
    ///
    /// @return false where it is through already
    boolean withdraw(Waiter waiter) {
        synchronized (waiters) {
            boolean waited = waiters.remove(waiter);
            queued.set(waiters.size());
            return waited;
        }
    }

    void timedOut() {
        queueTimeouts.increment();
    }

    void leave() {
        inside.decrementAndGet();
        if (queued.get() > 0) {
            drain();
        }
    }

    private void drain() {
        List<Waiter> through = new ArrayList<>();
        synchronized (waiters) {
            while (!waiters.isEmpty() && enterAgain() == Entry.THROUGH) {
                through.add(waiters.remove());
            }
            queued.set(waiters.size());
        }
        through.forEach(Waiter::granted);
    }

    /// A request is with the upstream and waits for its answer to begin.
    ///
    /// @return how many do
    int sent() {
        return awaiting.incrementAndGet();
    }

    /// Its answer has begun, or never will.
    void settled() {
        awaiting.decrementAndGet();
    }

    int inside() {
        return inside.get();
    }

    int queued() {
        return queued.get();
    }

    int limit() {
        return limit;
    }

    long shed() {
        return shed.sum();
    }

    long queueFull() {
        return queueFull.sum();
    }

    long queueTimeouts() {
        return queueTimeouts.sum();
    }
}
