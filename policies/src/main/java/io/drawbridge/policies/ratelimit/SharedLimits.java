package io.drawbridge.policies.ratelimit;

import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.quota.Claim;
import io.drawbridge.domain.quota.Grant;
import io.drawbridge.domain.quota.Ledger;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Shares a node's limits with the others through a ledger. One thread of its own speaks with the ledger;
/// requests leave a wish and go on. Everything that is remembered is bounded: a counter that finds no place is
/// not shared, and its clients have the node's even share.
public final class SharedLimits implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SharedLimits.class.getName());
    private static final int MOST_COUNTERS = 100_000;
    private static final int MOST_WISHES = 100_000;
    /// How many claims may wait for an answer.
    private static final int MOST_CLAIMS = 2_000;

    private static final long NAP_NANOS = 100_000_000L;
    /// Stands for a time that is not known before an answer comes.
    private static final long IN_FLIGHT = Long.MIN_VALUE;

    record Wish(RateLimiter.Key key, Rate rate) {}

    private record Answer(Wish wish, Optional<Grant> grant, int generation) {}

    private record Due(long at, Wish wish) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.signum(at - other.at);
        }
    }

    private final RateLimiter limiter;
    private final Ledger ledger;
    private final Queue<Wish> wishes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wishCount = new AtomicInteger();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> wanted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wantedCount = new AtomicInteger();
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final AtomicInteger counters = new AtomicInteger();
    private final AtomicLong unshared = new AtomicLong();
    private final Thread thread;
    private volatile boolean open = true;
    /// From here on touched by the thread only. By wish: when it is due next, so that an older entry of the
    /// queue counts no more.
    private final Map<Wish, Long> joined = new HashMap<>();

    private final PriorityQueue<Due> dues = new PriorityQueue<>();
    private int claims;
    private int generation;
    private boolean hadOthers;

    private SharedLimits(RateLimiter limiter, Ledger ledger) {
        this.limiter = limiter;
        this.ledger = ledger;
        this.thread = Thread.ofPlatform().daemon().name("drawbridge-limits").unstarted(this::run);
    }

    public static SharedLimits start(RateLimiter limiter, Ledger ledger) {
        SharedLimits shared = new SharedLimits(limiter, ledger);
        limiter.wishesTo(shared);
        ledger.listen(new Ledger.Listener() {
            @Override
            public void wanted(String counter) {
                if (shared.wantedCount.incrementAndGet() > MOST_WISHES) {
                    // It asks again.
                    shared.wantedCount.decrementAndGet();
                    return;
                }
                shared.wanted.add(counter);
                LockSupport.unpark(shared.thread);
            }

            @Override
            public void changed() {
                shared.changed.set(true);
                LockSupport.unpark(shared.thread);
            }
        });
        shared.thread.start();
        return shared;
    }

    boolean hasRoom() {
        return wishCount.get() < MOST_WISHES;
    }

    /// Takes a wish from a request, without waiting.
    void wish(RateLimiter.Key key, Rate rate) {
        wishCount.incrementAndGet();
        wishes.add(new Wish(key, rate));
        LockSupport.unpark(thread);
    }

    /// How many counters are shared at the moment.
    public long counters() {
        return counters.get();
    }

    /// How many found no place since the start, so that a node's even share held for them.
    public long unshared() {
        return unshared.get();
    }

    private void run() {
        while (open) {
            try {
                work();
            } catch (RuntimeException failure) {
                LOG.log(Level.ERROR, "sharing limits failed and goes on", failure);
            }
        }
    }

    private void work() {
        if (changed.getAndSet(false)) {
            meet();
        }
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            claims--;
            if (answer.generation == generation) {
                settle(answer);
            }
        }
        for (String counter = wanted.poll(); counter != null; counter = wanted.poll()) {
            wantedCount.decrementAndGet();
            Counter.parse(counter).ifPresent(this::give);
        }
        while (claims < MOST_CLAIMS) {
            Wish wish = wishes.poll();
            if (wish == null) {
                break;
            }
            wishCount.decrementAndGet();
            contact(wish);
        }
        long now = limiter.now();
        while (claims < MOST_CLAIMS && !dues.isEmpty() && dues.peek().at - now <= 0) {
            Due due = dues.poll();
            if (Long.valueOf(due.at).equals(joined.get(due.wish))) {
                contact(due.wish);
            }
        }
        counters.set(joined.size());
        if (answers.isEmpty() && wanted.isEmpty() && !changed.get() && (wishes.isEmpty() || claims >= MOST_CLAIMS)) {
            long nap = dues.isEmpty() ? NAP_NANOS : Math.clamp(dues.peek().at - now, 1_000_000L, NAP_NANOS);
            LockSupport.parkNanos(this, nap);
        }
    }

    /// Others came or went, or the ledger did.
    private void meet() {
        int nodes = ledger.nodes();
        boolean hasOthers = nodes > 1;
        if (hadOthers && !hasOthers) {
            lose();
        }
        hadOthers = hasOthers;
        limiter.fleet(new Fleet(Math.max(1, nodes), generation));
    }

    /// Every lease is void: from now on this node counts for itself, by what it has admitted.
    private void lose() {
        generation++;
        joined.clear();
        dues.clear();
        limiter.fleet(new Fleet(1, generation));
    }

    private void contact(Wish wish) {
        if (!joined.containsKey(wish) && joined.size() >= MOST_COUNTERS) {
            unshared.incrementAndGet();
            limiter.leave(wish);
            return;
        }
        Optional<Claim> claim = limiter.claim(wish);
        if (claim.isEmpty()) {
            // An answer is awaited, or the client has been forgotten meanwhile.
            if (!Long.valueOf(IN_FLIGHT).equals(joined.get(wish))) {
                joined.remove(wish);
            }
            return;
        }
        // Until it is answered it is not due.
        joined.put(wish, IN_FLIGHT);
        claims++;
        int present = generation;
        ledger.claim(claim.get()).whenComplete((grant, failure) -> {
            answers.add(new Answer(wish, failure == null ? Optional.of(grant) : Optional.empty(), present));
            LockSupport.unpark(thread);
        });
    }

    private void settle(Answer answer) {
        Wish wish = answer.wish;
        if (answer.grant.isEmpty()) {
            // Whether it counted nobody knows. The ledger will say when it is back.
            lose();
            changed.set(true);
            return;
        }
        limiter.settle(wish, answer.grant.get())
                .ifPresentOrElse(
                        at -> {
                            joined.put(wish, at);
                            dues.add(new Due(at, wish));
                        },
                        () -> joined.remove(wish));
    }

    private void give(Counter counter) {
        Wish wish = new Wish(counter.key(), counter.rate());
        if (!joined.containsKey(wish) && joined.size() >= MOST_COUNTERS) {
            // What this node may use blindly is counted for it.
            return;
        }
        limiter.give(wish);
        contact(wish);
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
