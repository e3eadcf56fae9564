package io.drawbridge.domain.network;

import io.drawbridge.domain.identity.ClientAddress;
import java.util.Collection;
import java.util.List;

/// A fixed set of networks, such as an allow-list or the proxies that are trusted.
public final class NetworkSet {
    public static final NetworkSet NONE = new NetworkSet(List.of());

    private final List<Network> networks;
    private final NetworkTrie<Network> trie;

    public NetworkSet(Collection<Network> networks) {
        this.networks = List.copyOf(networks);
        NetworkTrie<Network> all = NetworkTrie.empty();
        for (Network network : networks) {
            all = all.with(network, network);
        }
        this.trie = all;
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public boolean contains(Address address) {
        return trie.covers(address);
    }

    public boolean contains(ClientAddress address) {
        return !trie.isEmpty() && trie.covers(Address.of(address));
    }

    /// Whether one of the networks and this one have an address in common.
    public boolean overlaps(Network network) {
        return networks.stream().anyMatch(one -> one.contains(network) || network.contains(one));
    }

    public List<Network> networks() {
        return networks;
    }

    @Override
    public String toString() {
        return networks.toString();
    }
}
