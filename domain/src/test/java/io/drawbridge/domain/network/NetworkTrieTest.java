package io.drawbridge.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NetworkTrieTest {
    @Test
    void the_narrowest_network_that_passes_is_found() {
        NetworkTrie<String> trie = trie("0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3");

        assertThat(trie.find(address("10.1.2.3"), _ -> true)).contains("10.1.2.3");
        assertThat(trie.find(address("10.1.2.4"), _ -> true)).contains("10.1.0.0/16");
        assertThat(trie.find(address("10.1.2.3"), name -> !name.equals("10.1.2.3")))
                .contains("10.1.0.0/16");
        assertThat(trie.find(address("11.0.0.0"), _ -> true)).contains("0.0.0.0/0");
        assertThat(trie.find(address("::1"), _ -> true)).isEmpty();
        assertThat(trie.find(address("10.1.2.3"), _ -> false)).isEmpty();
    }

    @Test
    void a_change_leaves_earlier_tries_as_they_were() {
        NetworkTrie<String> before = trie("10.0.0.0/8");
        NetworkTrie<String> more = before.with(Network.parse("10.0.0.0/9"), "more");
        NetworkTrie<String> less = before.without(Network.parse("10.0.0.0/8"));

        assertThat(before.find(address("10.0.0.1"), _ -> true)).contains("10.0.0.0/8");
        assertThat(more.find(address("10.0.0.1"), _ -> true)).contains("more");
        assertThat(less.find(address("10.0.0.1"), _ -> true)).isEmpty();
        assertThat(List.of(before.size(), more.size(), less.size())).containsExactly(1, 2, 0);
    }

    @Test
    void what_is_not_there_cannot_be_taken_away() {
        NetworkTrie<String> trie = trie("10.0.0.0/9", "10.128.0.0/9");
        // The place where the two part is no network of its own.
        assertThat(trie.without(Network.parse("10.0.0.0/8"))).isSameAs(trie);
        assertThat(trie.get(Network.parse("10.0.0.0/8"))).isEmpty();
    }

    @Test
    void it_says_what_a_plain_list_would_say_whatever_is_added_and_taken_away() {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            Map<Network, Integer> model = new TreeMap<>();
            NetworkTrie<Integer> trie = NetworkTrie.empty();
            for (int step = 0; step < 200; step++) {
                Network network = network(random);
                if (random.nextInt(3) == 0 && !model.isEmpty()) {
                    network = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
                    model.remove(network);
                    trie = trie.without(network);
                } else {
                    model.put(network, step);
                    trie = trie.with(network, step);
                }
            }
            assertThat(trie.size()).isEqualTo(model.size());
            Map<Network, Integer> walked = new TreeMap<>();
            trie.forEach(walked::put);
            assertThat(walked).isEqualTo(model);
            NetworkTrie.Builder<Integer> builder = new NetworkTrie.Builder<>();
            model.keySet().forEach(network -> builder.put(network, -1));
            model.forEach(builder::put);
            NetworkTrie<Integer> built = builder.build();
            assertThat(built.size()).isEqualTo(model.size());
            for (int look = 0; look < 200; look++) {
                Address address = network(random).first();
                int odd = random.nextInt(2);
                Optional<Integer> expected = model.entrySet().stream()
                        .filter(entry -> entry.getKey().contains(address) && entry.getValue() % 2 == odd)
                        .max(Comparator.comparingInt(entry -> entry.getKey().prefix()))
                        .map(Map.Entry::getValue);
                assertThat(trie.find(address, value -> value % 2 == odd)).isEqualTo(expected);
                assertThat(built.find(address, value -> value % 2 == odd)).isEqualTo(expected);
                assertThat(trie.covers(address))
                        .isEqualTo(model.keySet().stream().anyMatch(network -> network.contains(address)));
            }
        }
    }

    /// Few bits are ones, so that networks lie within and beside each other.
    private static Network network(Random random) {
        Address.Family family = random.nextBoolean() ? Address.Family.IPV4 : Address.Family.IPV6;
        long some = random.nextLong();
        long high = some & random.nextLong() & 0xf0f0_0000_0000_000fL;
        Address address = family == Address.Family.IPV4
                ? new Address(family, high & 0xffff_ffff_0000_0000L, 0)
                : new Address(family, high, random.nextLong() & 0x8000_0000_0000_0003L);
        return Network.around(address, random.nextInt(family.bits() + 1));
    }

    private static NetworkTrie<String> trie(String... networks) {
        NetworkTrie<String> trie = NetworkTrie.empty();
        for (String network : networks) {
            trie = trie.with(Network.parse(network), network);
        }
        return trie;
    }

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }
}
