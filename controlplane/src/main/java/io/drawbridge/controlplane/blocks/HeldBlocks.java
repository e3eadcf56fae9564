package io.drawbridge.controlplane.blocks;

import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Blocklist;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkTrie;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The blocks in memory: what requests are judged by, and which of them thresholds have placed. Changes of more than
/// one block are made under the lock of [Blocks].
final class HeldBlocks {
    /// Entries that share everything are one object, up to so many different ones.
    private static final int MOST_SHARED = 10_000;

    private final Blocklist blocklist;
    private final Map<Network, Instant> automatic = new ConcurrentHashMap<>();

    HeldBlocks(Blocklist blocklist) {
        this.blocklist = blocklist;
    }

    void put(Block block) {
        blocklist.put(block.network(), Blocklist.Entry.of(block));
        remember(block);
    }

    /// Blocks that differ in nothing but the network.
    void putAll(Collection<Network> networks, Block alike) {
        blocklist.putAll(networks, Blocklist.Entry.of(alike));
        networks.forEach(automatic::remove);
    }

    /// @return whether it was there
    boolean remove(Network network) {
        automatic.remove(network);
        return blocklist.removeAll(List.of(network), _ -> true) > 0;
    }

    /// Puts all that a source tells of in place of all that was there.
    void replace(Consumer<Consumer<Block>> source) {
        NetworkTrie.Builder<Blocklist.Entry> all = new NetworkTrie.Builder<>();
        Map<Blocklist.Entry, Blocklist.Entry> shared = new HashMap<>();
        automatic.clear();
        source.accept(block -> {
            Blocklist.Entry entry = Blocklist.Entry.of(block);
            if (shared.size() < MOST_SHARED) {
                entry = shared.computeIfAbsent(entry, same -> same);
            } else {
                entry = shared.getOrDefault(entry, entry);
            }
            all.put(block.network(), entry);
            remember(block);
        });
        blocklist.replace(all.build());
    }

    /// Forgets those of these networks that have ended.
    ///
    /// @return how many had
    int trim(List<Network> ended, Instant now) {
        automatic.values().removeIf(end -> !end.isAfter(now));
        return blocklist.removeAll(ended, entry -> entry.endsAtMillis() <= now.toEpochMilli());
    }

    /// Whether a network is blocked until then or for longer.
    boolean lastsUntil(Network network, Instant until) {
        return blocklist
                .get(network)
                .filter(entry -> entry.endsAtMillis() >= until.toEpochMilli())
                .isPresent();
    }

    boolean isAutomatic(Network network) {
        return automatic.containsKey(network);
    }

    int automaticCount() {
        return automatic.size();
    }

    private void remember(Block block) {
        Optional<Instant> end = block.origin() == Block.Origin.AUTOMATIC ? block.endsAt() : Optional.empty();
        end.ifPresentOrElse(
                instant -> automatic.put(block.network(), instant), () -> automatic.remove(block.network()));
    }
}
