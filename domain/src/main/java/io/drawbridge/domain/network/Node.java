package io.drawbridge.domain.network;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A subtree of a binary trie with compressed paths: a network with its value, or a place where two networks
/// part, which has none. It never changes.
record Node<V>(
        long high,
        long low,
        int prefix,
        @Nullable V value,
        @Nullable Node<V> zero,
        @Nullable Node<V> one) {
    /// A network on its way into a trie.
    record Item<V>(Network network, V value) {}

    static <V> Node<V> leaf(Network network, V value) {
        return new Node<>(network.first().high(), network.first().low(), network.prefix(), value, null, null);
    }

    /// The narrowest value that passes, of those that cover an address.
    static <V> @Nullable V find(@Nullable Node<V> root, Address address, Predicate<? super V> passes) {
        Node<V> node = root;
        V found = null;
        while (node != null && node.covers(address)) {
            V value = node.value;
            if (value != null && passes.test(value)) {
                found = value;
            }
            node = node.prefix == address.family().bits() ? null : node.towards(address);
        }
        return found;
    }

    /// The value of exactly this network.
    static <V> @Nullable V get(@Nullable Node<V> root, Network network) {
        Node<V> node = root;
        while (node != null && node.prefix < network.prefix() && node.covers(network.first())) {
            node = node.towards(network.first());
        }
        return node != null && node.prefix == network.prefix() && node.covers(network.first()) ? node.value : null;
    }

    static <V> Node<V> insert(@Nullable Node<V> node, Network network, V value) {
        if (node == null) {
            return leaf(network, value);
        }
        Address first = network.first();
        int shared = Math.min(Math.min(node.prefix, network.prefix()), node.sharedBits(first));
        if (shared < node.prefix) {
            boolean side = node.bit(shared);
            return shared == network.prefix()
                    ? leaf(network, value).with(side, node)
                    : Node.<V>parting(first, shared).with(side, node).with(!side, leaf(network, value));
        }
        if (node.prefix == network.prefix()) {
            return node.valued(value);
        }
        boolean side = first.bit(node.prefix);
        return node.with(side, insert(side ? node.one : node.zero, network, value));
    }

    /// @param network one that is there
    static <V> @Nullable Node<V> remove(@Nullable Node<V> node, Network network) {
        if (node == null) {
            return null;
        }
        Node<V> changed;
        if (node.prefix == network.prefix()) {
            changed = node.valued(null);
        } else {
            boolean side = network.first().bit(node.prefix);
            changed = node.with(side, remove(side ? node.one : node.zero, network));
        }
        if (changed.value != null || (changed.zero != null && changed.one != null)) {
            return changed;
        }
        return changed.zero != null ? changed.zero : changed.one;
    }

    /// Makes a subtree at once. A network that covers all others of a sorted list is its first, because wider
    /// ones stand before narrower ones.
    static <V> @Nullable Node<V> of(List<Item<V>> sorted) {
        if (sorted.isEmpty()) {
            return null;
        }
        Item<V> first = sorted.getFirst();
        Node<V> leaf = leaf(first.network(), first.value());
        if (sorted.size() == 1) {
            return leaf;
        }
        int shared =
                Math.min(leaf.prefix, leaf.sharedBits(sorted.getLast().network().first()));
        boolean covers = shared == leaf.prefix;
        List<Item<V>> rest = covers ? sorted.subList(1, sorted.size()) : sorted;
        int ones = firstOne(rest, shared);
        Node<V> here = covers ? leaf : Node.<V>parting(first.network().first(), shared);
        return here.with(false, of(rest.subList(0, ones))).with(true, of(rest.subList(ones, rest.size())));
    }

    static <V> void walk(@Nullable Node<V> node, Address.Family family, BiConsumer<Network, V> taker) {
        if (node == null) {
            return;
        }
        V value = node.value;
        if (value != null) {
            taker.accept(new Network(new Address(family, node.high, node.low), node.prefix), value);
        }
        walk(node.zero, family, taker);
        walk(node.one, family, taker);
    }

    /// Where those begin that have a one behind the bits that all share.
    private static int firstOne(List<? extends Item<?>> sorted, int bit) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).network().first().bit(bit)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static <V> Node<V> parting(Address address, int shared) {
        return new Node<>(
                address.high() & Address.highMask(shared),
                address.low() & Address.lowMask(shared),
                shared,
                null,
                null,
                null);
    }

    private boolean covers(Address address) {
        return ((address.high() ^ high) & Address.highMask(prefix)) == 0
                && ((address.low() ^ low) & Address.lowMask(prefix)) == 0;
    }

    private @Nullable Node<V> towards(Address address) {
        return address.bit(prefix) ? one : zero;
    }

    private Node<V> valued(@Nullable V other) {
        return new Node<>(high, low, prefix, other, zero, one);
    }

    private Node<V> with(boolean side, @Nullable Node<V> child) {
        return new Node<>(high, low, prefix, value, side ? zero : child, side ? child : one);
    }

    private int sharedBits(Address address) {
        long different = high ^ address.high();
        return different != 0
                ? Long.numberOfLeadingZeros(different)
                : 64 + Long.numberOfLeadingZeros(low ^ address.low());
    }

    private boolean bit(int index) {
        return ((index < 64 ? high >>> (63 - index) : low >>> (127 - index)) & 1) != 0;
    }
}
