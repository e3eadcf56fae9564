package io.drawbridge.policies.ratelimit;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.policy.Rate;
import io.drawbridge.domain.quota.Claim;
import io.drawbridge.domain.quota.Grant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What a node has admitted, by class of limit and client. There is one for all event loops, and it outlives
/// snapshots: a class whose rate changes keeps its counts.
///
/// Clients are dealt into stripes by hash; a request takes its stripe's lock for one look-up and a few array
/// accesses. Instants are read under that lock, so that they grow within a window and its count is exact.
/// Clients who were admitted nothing within the last period are forgotten; when a stripe is full of others,
/// the one that has not asked for longest is, and [#evictions] counts it, because it starts anew.
public final class RateLimiter {
    /// How many clients are remembered, unless told otherwise.
    public static final int DEFAULT_MAX_KEYS = 200_000;

    private static final int KEYS_PER_STRIPE = 1024;
    private static final int MOST_STRIPES = 64;
    private static final long SWEEP_EVERY_NANOS = 1_000_000_000L;
    /// As if it had been used long ago.
    private static final long IDLE_NANOS = 1_000_000_000L;

    record Key(String limitClass, Client client) {}

    private final LongSupplier nanos;
    private final Stripe[] stripes;
    private final LongAdder evictions = new LongAdder();
    /// By class, at the rate that it was given last.
    private final Map<String, Standings> standings = new ConcurrentHashMap<>();
    private volatile Fleet fleet = new Fleet(1, 0);
    private volatile @Nullable SharedLimits shared;

    /// @param nanos a clock that never goes back, such as `System::nanoTime`
    public RateLimiter(LongSupplier nanos) {
        this(nanos, DEFAULT_MAX_KEYS);
    }

    /// @param maxKeys how many clients, each class apart, are remembered at the most
    public RateLimiter(LongSupplier nanos, int maxKeys) {
        if (maxKeys < 1) {
            throw new IllegalArgumentException("a limiter remembers at least one client, not " + maxKeys);
        }
        this.nanos = nanos;
        int count = Math.clamp(Integer.highestOneBit(Math.max(1, maxKeys / KEYS_PER_STRIPE)), 1, MOST_STRIPES);
        this.stripes = new Stripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new Stripe(maxKeys / count);
        }
    }

    /// Admits and counts one request, or does neither.
    Admission admit(String limitClass, Client client, Rate rate) {
        Key key = new Key(limitClass, client);
        Fleet present = fleet;
        return present.isAlone()
                ? stripe(key).admit(key, rate.limit(), rate.period().toNanos())
                : stripe(key).admitShared(key, rate, present);
    }

    private Stripe stripe(Key key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return stripes[(hash >>> 16) & (stripes.length - 1)];
    }

    Fleet fleet() {
        return fleet;
    }

    void fleet(Fleet next) {
        fleet = next;
    }

    void wishesTo(SharedLimits next) {
        shared = next;
    }

    long now() {
        return nanos.getAsLong();
    }

    /// What to tell the ledger of a counter; empty where there is nothing to tell, or an answer has not come
    /// yet.
    Optional<Claim> claim(SharedLimits.Wish wish) {
        Optional<String> counter = new Counter(wish.key(), wish.rate()).text();
        return counter.flatMap(text -> stripe(wish.key()).claim(wish, text, fleet));
    }

    /// Takes the ledger's answer.
    ///
    /// @return when there is something to tell again; empty where the node has left the counter
    Optional<Long> settle(SharedLimits.Wish wish, Grant grant) {
        return stripe(wish.key()).settle(wish, grant, fleet);
    }

    /// Forgets that a counter was to be shared.
    void leave(SharedLimits.Wish wish) {
        stripe(wish.key()).leave(wish);
    }

    /// Joins a counter that another node wants more of, and gives what can be spared.
    void give(SharedLimits.Wish wish) {
        stripe(wish.key()).give(wish, fleet);
    }

    /// The verdicts of a class, shared by every route and snapshot in which it has this rate.
    Standings standings(String limitClass, Rate rate) {
        return standings.compute(
                limitClass,
                (_, present) ->
                        present != null && present.rate().equals(rate) ? present : new Standings(limitClass, rate));
    }

    /// How many clients are remembered at the moment.
    public int keys() {
        int keys = 0;
        for (Stripe stripe : stripes) {
            keys += stripe.size();
        }
        return keys;
    }

    /// How many clients were forgotten, since the start, though admissions of theirs still counted.
    public long evictions() {
        return evictions.sum();
    }

    private final class Stripe {
        private final int maxKeys;
        /// In the order in which they last asked.
        private final LinkedHashMap<Key, Window> windows = new LinkedHashMap<>(16, 0.75f, true);

        private long lastSweep = nanos.getAsLong() - SWEEP_EVERY_NANOS;

        Stripe(int maxKeys) {
            this.maxKeys = maxKeys;
        }

        synchronized Admission admit(Key key, int limit, long period) {
            long now = nanos.getAsLong();
            return window(key, now).admit(now, limit, period);
        }

        synchronized Admission admitShared(Key key, Rate rate, Fleet present) {
            long now = nanos.getAsLong();
            Window window = window(key, now);
            Admission admission = window.admitShared(now, rate, present);
            Lease lease = window.lease();
            SharedLimits ledger = shared;
            if (lease != null && ledger != null && ledger.hasRoom() && lease.shouldAsk(now)) {
                ledger.wish(key, rate);
            }
            return admission;
        }

        private Window window(Key key, long now) {
            dropIdle(now);
            Window window = windows.get(key);
            if (window == null) {
                if (windows.size() >= maxKeys) {
                    makeRoom(now);
                }
                window = new Window();
                windows.put(key, window);
            }
            return window;
        }

        synchronized Optional<Claim> claim(SharedLimits.Wish wish, String counter, Fleet present) {
            Window window = windows.get(wish.key());
            Lease lease = window == null ? null : window.lease();
            if (window == null || lease == null || !lease.isFor(wish.rate(), present) || lease.isWaiting()) {
                return Optional.empty();
            }
            return Optional.of(lease.claim(counter, window, nanos.getAsLong()));
        }

        synchronized Optional<Long> settle(SharedLimits.Wish wish, Grant grant, Fleet present) {
            Window window = windows.get(wish.key());
            Lease lease = window == null ? null : window.lease();
            if (window == null || lease == null || !lease.isFor(wish.rate(), present)) {
                return Optional.empty();
            }
            long now = nanos.getAsLong();
            return switch (grant) {
                case Grant.Granted granted -> {
                    boolean again = lease.granted(granted, now);
                    yield Optional.of(again ? lease.askNotBefore() : lease.due());
                }
                case Grant.Stranger _ -> {
                    lease.rejoin();
                    yield Optional.of(now);
                }
                case Grant.Quiet _ -> {
                    window.lease(null);
                    yield Optional.empty();
                }
            };
        }

        synchronized void leave(SharedLimits.Wish wish) {
            Window window = windows.get(wish.key());
            if (window != null) {
                window.lease(null);
            }
        }

        synchronized void give(SharedLimits.Wish wish, Fleet present) {
            if (present.isAlone()) {
                return;
            }
            long now = nanos.getAsLong();
            Window window = window(wish.key(), now);
            Lease lease = window.lease();
            if (lease == null || !lease.isFor(wish.rate(), present)) {
                int used = window.total(now, wish.rate().period().toNanos());
                int left = Math.max(0, present.blindShare(wish.rate().limit()) - used);
                lease = new Lease(wish.rate(), present, left, used == 0 ? now - IDLE_NANOS : now);
                window.lease(lease);
            }
            lease.give(now);
        }

        synchronized int size() {
            return windows.size();
        }

        /// Two at a call, so that they go faster than they come.
        private void dropIdle(long now) {
            Iterator<Window> eldestFirst = windows.values().iterator();
            for (int i = 0; i < 2 && eldestFirst.hasNext(); i++) {
                if (!eldestFirst.next().isIdle(now, fleet)) {
                    return;
                }
                eldestFirst.remove();
            }
        }

        /// Periods differ between classes, so there can be idle windows behind an active one; they are looked
        /// for when room is needed, and at most once a second, because it takes a walk over the stripe.
        private void makeRoom(long now) {
            if (now - lastSweep >= SWEEP_EVERY_NANOS) {
                lastSweep = now;
                windows.values().removeIf(window -> window.isIdle(now, fleet));
            }
            if (windows.size() >= maxKeys) {
                Iterator<Map.Entry<Key, Window>> eldestFirst =
                        windows.entrySet().iterator();
                if (!eldestFirst.next().getValue().isIdle(now, fleet)) {
                    evictions.increment();
                }
                eldestFirst.remove();
            }
        }
    }
}
