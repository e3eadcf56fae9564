package io.drawbridge.policies.identity;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A map that forgets, bounded by the number of its entries and by what they weigh together.
///
/// Reading is one look-up in a concurrent map and, the first time after an eviction pass, one write of a mark; there
/// is no lock and no order to maintain, because every request of every event loop reads. Writing is rare (once for a
/// token) and takes a lock. Entries leave in the order in which they came, but one that was read since it was last
/// passed over gets another turn ("second chance"), so that tokens in use outlive a flood of tokens that are used
/// once. What leaves is only slower the next time, so nobody needs to know.
final class BoundedCache<K, V> {
    /// How many entries one insertion passes over at the most, so that no request pays for a full round.
    private static final int MOST_SECOND_CHANCES = 64;

    private static final class Entry<K, V> {
        final K key;
        final int weight;
        volatile V value;
        volatile boolean used;

        Entry(K key, V value, int weight) {
            this.key = key;
            this.value = value;
            this.weight = weight;
        }
    }

    private final int maxEntries;
    private final long maxWeight;
    private final ConcurrentHashMap<K, Entry<K, V>> entries = new ConcurrentHashMap<>();
    /// In the order of arrival; also holds what was removed and has not had its turn yet, and it is this queue that
    /// is bounded.
    private final ArrayDeque<Entry<K, V>> queue = new ArrayDeque<>();

    private long weight;

    BoundedCache(int maxEntries, long maxWeight) {
        if (maxEntries < 1 || maxWeight < 1) {
            throw new IllegalArgumentException("a cache holds something");
        }
        this.maxEntries = maxEntries;
        this.maxWeight = maxWeight;
    }

    Optional<V> get(K key) {
        Entry<K, V> entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!entry.used) {
            entry.used = true;
        }
        return Optional.of(entry.value);
    }

    /// @param entryWeight at least 1; a later value of the same key is taken to weigh as much as the first
    void put(K key, V value, int entryWeight) {
        synchronized (queue) {
            Entry<K, V> present = entries.get(key);
            if (present != null) {
                present.value = value;
                return;
            }
            Entry<K, V> entry = new Entry<>(key, value, entryWeight);
            entries.put(key, entry);
            queue.add(entry);
            weight += entryWeight;
            int chances = MOST_SECOND_CHANCES;
            while (queue.size() > maxEntries || weight > maxWeight) {
                Entry<K, V> eldest = queue.remove();
                if (eldest.used && chances > 0 && entries.get(eldest.key) == eldest) {
                    chances--;
                    eldest.used = false;
                    queue.add(eldest);
                } else {
                    weight -= eldest.weight;
                    entries.remove(eldest.key, eldest);
                }
            }
        }
    }

    /// Forgets a key; its place in the queue is freed when its turn comes.
    void remove(K key) {
        synchronized (queue) {
            entries.remove(key);
        }
    }

    int size() {
        return entries.size();
    }
}
