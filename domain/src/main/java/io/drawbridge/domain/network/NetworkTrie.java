package io.drawbridge.domain.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Networks with a value each, in a binary trie with compressed paths (a Patricia trie), entered by the first
/// two bytes of an address: a node for each network and for each place where two of them part, none in between.
/// A look-up takes some steps for a thousand networks and a few more for a million.
///
/// It never changes: [#with] and [#without] make another trie, which shares all but the way to the change. So
/// readers take no lock, and an update costs some small objects.
///
/// @param <V> what stands with a network
public final class NetworkTrie<V> {
    private static final NetworkTrie<?> EMPTY = new NetworkTrie<>(Slots.empty(), Slots.empty(), 0);

    private final Slots<V> ipv4;
    private final Slots<V> ipv6;
    private final int size;

    private NetworkTrie(Slots<V> ipv4, Slots<V> ipv6, int size) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.size = size;
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
        return Optional.ofNullable(slots(address.family()).find(address, passes));
    }

    /// Whether any network covers an address.
    public boolean covers(Address address) {
        return slots(address.family()).find(address, _ -> true) != null;
    }

    /// The value of exactly this network.
    public Optional<V> get(Network network) {
        return Optional.ofNullable(slots(network.first().family()).get(network));
    }

    /// This trie, and in it this network with this value.
    public NetworkTrie<V> with(Network network, V value) {
        Slots<V> present = slots(network.first().family());
        return replaced(network, present.with(network, value), present.get(network) == null ? size + 1 : size);
    }

    /// This trie without this network.
    public NetworkTrie<V> without(Network network) {
        Slots<V> present = slots(network.first().family());
        return present.get(network) == null ? this : replaced(network, present.without(network), size - 1);
    }

    /// Every network with its value, in no order.
    public void forEach(BiConsumer<Network, V> taker) {
        ipv4.walk(Address.Family.IPV4, taker);
        ipv6.walk(Address.Family.IPV6, taker);
    }

    private Slots<V> slots(Address.Family family) {
        return switch (family) {
            case IPV4 -> ipv4;
            case IPV6 -> ipv6;
        };
    }

    private NetworkTrie<V> replaced(Network network, Slots<V> slots, int newSize) {
        return switch (network.first().family()) {
            case IPV4 -> new NetworkTrie<>(slots, ipv6, newSize);
            case IPV6 -> new NetworkTrie<>(ipv4, slots, newSize);
        };
    }

    /// Makes a large trie at once, without what updates one by one would throw away.
    public static final class Builder<V> {
        private final List<Node.Item<V>> items = new ArrayList<>();

        /// A second value of a network replaces the first.
        public Builder<V> put(Network network, V value) {
            items.add(new Node.Item<>(network, value));
            return this;
        }

        public NetworkTrie<V> build() {
            // The sort is stable: of two values of a network, the one that was put last comes last.
            items.sort(Comparator.comparing(Node.Item::network));
            List<Node.Item<V>> sorted = new ArrayList<>(items.size());
            for (Node.Item<V> item : items) {
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
                    Slots.of(sorted.subList(0, ipv6)), Slots.of(sorted.subList(ipv6, sorted.size())), sorted.size());
        }
    }
}
