package io.drawbridge.domain.network;

import io.drawbridge.domain.identity.ClientAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/// All blocks of a node, in memory. Whoever judges reads it without a lock; changes are seen by the next
/// request. What has expired blocks nobody, whether it has been removed yet or not.
public final class Blocklist {
    /// What there is to know of a block while judging. Blocks that were placed together share one.
    ///
    /// @param endsAtMillis since 1970; [Long#MAX_VALUE] for one that does not end
    public record Entry(Block.Origin origin, String reason, String author, long endsAtMillis) {
        public static Entry of(Block block) {
            return new Entry(
                    block.origin(),
                    block.reason(),
                    block.author(),
                    block.endsAt().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE));
        }

        /// Absent where it does not end.
        public Optional<Instant> endsAt() {
            return endsAtMillis == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(endsAtMillis));
        }
    }

    private volatile NetworkTrie<Entry> entries = NetworkTrie.empty();

    /// The narrowest block that holds for an address at this time.
    public Optional<Entry> blocking(ClientAddress address, Instant now) {
        NetworkTrie<Entry> current = entries;
        if (current.isEmpty()) {
            return Optional.empty();
        }
        long millis = now.toEpochMilli();
        return current.find(Address.of(address), entry -> entry.endsAtMillis() > millis);
    }

    public Optional<Entry> get(Network network) {
        return entries.get(network);
    }

    public synchronized void put(Network network, Entry entry) {
        entries = entries.with(network, entry);
    }

    /// Puts many at once: they are seen together.
    public synchronized void putAll(Collection<Network> networks, Entry entry) {
        NetworkTrie<Entry> grown = entries;
        for (Network network : networks) {
            grown = grown.with(network, entry);
        }
        entries = grown;
    }

    /// Takes away what passes.
    ///
    /// @return how many were taken away
    public synchronized int removeAll(Collection<Network> networks, Predicate<Entry> passes) {
        NetworkTrie<Entry> shrunk = entries;
        for (Network network : networks) {
            if (shrunk.get(network).filter(passes).isPresent()) {
                shrunk = shrunk.without(network);
            }
        }
        int removed = entries.size() - shrunk.size();
        entries = shrunk;
        return removed;
    }

    /// Takes another set of blocks in place of all.
    public synchronized void replace(NetworkTrie<Entry> all) {
        entries = all;
    }

    /// How many there are, those that have expired a moment ago included.
    public int size() {
        return entries.size();
    }
}
