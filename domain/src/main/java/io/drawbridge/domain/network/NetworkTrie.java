package io.drawbridge.domain.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Networks with a value each, in a binary trie with compressed paths (a Patricia trie): a node for each
/// network and for each place where two of them part, none in between. A look-up takes at most as many steps as
/// an address has bits, and usually as many as the logarithm of the number of networks.
///
/// It never changes: [#with] and [#without] make another trie, which shares all nodes but those on the way to
/// the change. So readers take no lock, and an update costs some tens of small objects.
///
/// @param <V> what stands with a network
public final class NetworkTrie<V> {
    private static final NetworkTrie<?> EMPTY = new NetworkTrie<>(null, null, 0);

    private final @Nullable Node<V> ipv4;
    private final @Nullable Node<V> ipv6;
    private final int size;

    private NetworkTrie(@Nullable Node<V> ipv4, @Nullable Node<V> ipv6, int size) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.size = size;
    }

    /// A network, or a place where two part, which has no value.
    private record Node<V>(
            long high,
            long low,
            int prefix,
            @Nullable V value,
            @Nullable Node<V> zero,
            @Nullable Node<V> one) {
        static <V> Node<V> leaf(Network network, V value) {
            return new Node<>(network.first().high(), network.first().low(), network.prefix(), value, null, null);
        }

        boolean covers(Address address) {
            return ((address.high() ^ high) & Address.highMask(prefix)) == 0
                    && ((address.low() ^ low) & Address.lowMask(prefix)) == 0;
        }

        Node<V> with(@Nullable V other) {
            return new Node<>(high, low, prefix, other, zero, one);
        }

        Node<V> with(boolean side, @Nullable Node<V> child) {
            return new Node<>(high, low, prefix, value, side ? zero : child, side ? child : one);
        }
    }

    @SuppressWarnings("unchecked") // A trie without values has values of every type.
    public static <V> NetworkTrie<V> empty() {
        return (NetworkTrie<V>) EMPTY;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// The value of the narrowest network that covers an address, among those whose value passes.
    public Optional<V> find(Address address, Predicate<? super V> passes) {
        Node<V> node = root(address.family());
        V found = null;
        while (node != null && node.covers(address)) {
            V value = node.value;
            if (value != null && passes.test(value)) {
                found = value;
            }
            if (node.prefix == address.family().bits()) {
                break;
            }
            node = address.bit(node.prefix) ? node.one : node.zero;
        }
        return Optional.ofNullable(found);
    }

    /// Whether any network covers an address.
    public boolean covers(Address address) {
        Node<V> node = root(address.family());
        while (node != null && node.covers(address)) {
            if (node.value != null) {
                return true;
            }
            node = address.bit(node.prefix) ? node.one : node.zero;
        }
        return false;
    }

    /// The value of exactly this network.
    public Optional<V> get(Network network) {
        Node<V> node = root(network.first().family());
        while (node != null && node.prefix <= network.prefix() && node.covers(network.first())) {
            if (node.prefix == network.prefix()) {
                return Optional.ofNullable(node.value);
            }
            node = network.first().bit(node.prefix) ? node.one : node.zero;
        }
        return Optional.empty();
    }

    /// This trie, and in it this network with this value.
    public NetworkTrie<V> with(Network network, V value) {
        int grown = get(network).isPresent() ? size : size + 1;
        return replaced(network, insert(root(network.first().family()), network, value), grown);
    }

    /// This trie without this network.
    public NetworkTrie<V> without(Network network) {
        if (get(network).isEmpty()) {
            return this;
        }
        return replaced(network, remove(root(network.first().family()), network), size - 1);
    }

    /// Every network with its value: IPv4 first, in the order of addresses, wider ones first.
    public void forEach(BiConsumer<Network, V> taker) {
        walk(ipv4, Address.Family.IPV4, taker);
        walk(ipv6, Address.Family.IPV6, taker);
    }

    /// Makes a large trie at once, without what updates one by one would throw away.
    public static final class Builder<V> {
        private record Item<V>(Network network, V value) {}

        private final List<Item<V>> items = new ArrayList<>();

        /// A second value of a network replaces the first.
        public Builder<V> put(Network network, V value) {
            items.add(new Item<>(network, value));
            return this;
        }

        public NetworkTrie<V> build() {
            // The sort is stable: of two values of a network, the one that was put last comes last.
            items.sort(Comparator.comparing(Item::network));
            List<Item<V>> sorted = new ArrayList<>(items.size());
            for (Item<V> item : items) {
                if (!sorted.isEmpty() && sorted.getLast().network().equals(item.network())) {
                    sorted.removeLast();
                }
                sorted.add(item);
            }
            int ipv6 = 0;
            while (ipv6 < sorted.size() && sorted.get(ipv6).network().first().family() == Address.Family.IPV4) {
                ipv6++;
            }
            return new NetworkTrie<>(
                    node(sorted.subList(0, ipv6)), node(sorted.subList(ipv6, sorted.size())), sorted.size());
        }

        /// A network that covers all others of its list is its first, because wider ones stand before narrower
        /// ones.
        private static <V> @Nullable Node<V> node(List<Item<V>> items) {
            if (items.isEmpty()) {
                return null;
            }
            Item<V> first = items.getFirst();
            Node<V> leaf = Node.leaf(first.network(), first.value());
            if (items.size() == 1) {
                return leaf;
            }
            int shared = Math.min(
                    leaf.prefix, sharedBits(leaf, items.getLast().network().first()));
            boolean covers = shared == leaf.prefix;
            List<Item<V>> rest = covers ? items.subList(1, items.size()) : items;
            int ones = firstOne(rest, shared);
            Node<V> here = covers
                    ? leaf
                    : new Node<>(
                            leaf.high & Address.highMask(shared),
                            leaf.low & Address.lowMask(shared),
                            shared,
                            null,
                            null,
                            null);
            return here.with(false, node(rest.subList(0, ones))).with(true, node(rest.subList(ones, rest.size())));
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
    }

    private @Nullable Node<V> root(Address.Family family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }

    private NetworkTrie<V> replaced(Network network, @Nullable Node<V> root, int newSize) {
        return switch (network.first().family()) {
            case IPV4 -> new NetworkTrie<>(root, ipv6, newSize);
            case IPV6 -> new NetworkTrie<>(ipv4, root, newSize);
        };
    }

    private static <V> Node<V> insert(@Nullable Node<V> node, Network network, V value) {
        if (node == null) {
            return Node.leaf(network, value);
        }
        Address first = network.first();
        int shared = Math.min(Math.min(node.prefix, network.prefix()), sharedBits(node, first));
        if (shared < node.prefix) {
            boolean side = bit(node, shared);
            if (shared == network.prefix()) {
                return Node.leaf(network, value).with(side, node);
            }
            Node<V> parting = new Node<>(
                    first.high() & Address.highMask(shared),
                    first.low() & Address.lowMask(shared),
                    shared,
                    null,
                    null,
                    null);
            return parting.with(side, node).with(!side, Node.leaf(network, value));
        }
        if (node.prefix == network.prefix()) {
            return node.with(value);
        }
        boolean side = first.bit(node.prefix);
        return node.with(side, insert(side ? node.one : node.zero, network, value));
    }

    /// @param network one that is there
    private static <V> @Nullable Node<V> remove(@Nullable Node<V> node, Network network) {
        if (node == null) {
            return null;
        }
        Node<V> changed;
        if (node.prefix == network.prefix()) {
            changed = node.with((V) null);
        } else {
            boolean side = network.first().bit(node.prefix);
            changed = node.with(side, remove(side ? node.one : node.zero, network));
        }
        if (changed.value != null || (changed.zero != null && changed.one != null)) {
            return changed;
        }
        return changed.zero != null ? changed.zero : changed.one;
    }

    private static <V> void walk(@Nullable Node<V> node, Address.Family family, BiConsumer<Network, V> taker) {
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

    private static int sharedBits(Node<?> node, Address address) {
        long high = node.high ^ address.high();
        return high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(node.low ^ address.low());
    }

    private static boolean bit(Node<?> node, int index) {
        return ((index < 64 ? node.high >>> (63 - index) : node.low >>> (127 - index)) & 1) != 0;
    }
}
