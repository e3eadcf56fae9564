package io.drawbridge.domain.network;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The networks of one family. Those of 16 bits and more lie in subtrees by their first two bytes, so that a
/// look-up among a million begins where sixteen are left and not at the root; the few wider ones have a tree of
/// their own. It never changes once it is made: an update copies two tables of 256 and the way down.
final class Slots<V> {
    private static final int STRIDE = 16;
    private static final int SIZE = 256;

    private final @Nullable Node<V> wide;
    private final AtomicReferenceArray<@Nullable Row<V>> rows;

    private Slots(@Nullable Node<V> wide, AtomicReferenceArray<@Nullable Row<V>> rows) {
        this.wide = wide;
        this.rows = rows;
    }

    /// The subtrees of one first byte, by the second.
    private record Row<V>(AtomicReferenceArray<@Nullable Node<V>> nodes) {
        static <V> Row<V> empty() {
            return new Row<>(new AtomicReferenceArray<>(SIZE));
        }

        Row<V> with(int slot, @Nullable Node<V> node) {
            AtomicReferenceArray<@Nullable Node<V>> copy = new AtomicReferenceArray<>(SIZE);
            for (int i = 0; i < SIZE; i++) {
                copy.setPlain(i, nodes.getPlain(i));
            }
            copy.setPlain(slot & 0xff, node);
            return new Row<>(copy);
        }
    }

    static <V> Slots<V> empty() {
        return new Slots<>(null, new AtomicReferenceArray<>(SIZE));
    }

    /// Makes them at once.
    static <V> Slots<V> of(List<Node.Item<V>> sorted) {
        AtomicReferenceArray<@Nullable Row<V>> rows = new AtomicReferenceArray<>(SIZE);
        List<Node.Item<V>> narrow = sorted.stream()
                .filter(item -> item.network().prefix() >= STRIDE)
                .toList();
        int from = 0;
        while (from < narrow.size()) {
            int slot = slot(narrow.get(from).network().first());
            int to = from;
            while (to < narrow.size() && slot(narrow.get(to).network().first()) == slot) {
                to++;
            }
            Row<V> row = rows.getPlain(slot >>> 8);
            if (row == null) {
                row = Row.empty();
                rows.setPlain(slot >>> 8, row);
            }
            row.nodes().setPlain(slot & 0xff, Node.of(narrow.subList(from, to)));
            from = to;
        }
        return new Slots<>(
                Node.of(sorted.stream()
                        .filter(item -> item.network().prefix() < STRIDE)
                        .toList()),
                rows);
    }

    @Nullable
    V find(Address address, Predicate<? super V> passes) {
        V found = Node.find(node(address), address, passes);
        return found != null ? found : Node.find(wide, address, passes);
    }

    @Nullable
    V get(Network network) {
        return Node.get(network.prefix() < STRIDE ? wide : node(network.first()), network);
    }

    Slots<V> with(Network network, V value) {
        return network.prefix() < STRIDE
                ? new Slots<>(Node.insert(wide, network, value), rows)
                : with(network.first(), Node.insert(node(network.first()), network, value));
    }

    /// @param network one that is there
    Slots<V> without(Network network) {
        return network.prefix() < STRIDE
                ? new Slots<>(Node.remove(wide, network), rows)
                : with(network.first(), Node.remove(node(network.first()), network));
    }

    void walk(Address.Family family, BiConsumer<Network, V> taker) {
        Node.walk(wide, family, taker);
        for (int i = 0; i < SIZE; i++) {
            Row<V> row = rows.getPlain(i);
            for (int j = 0; row != null && j < SIZE; j++) {
                Node.walk(row.nodes().getPlain(j), family, taker);
            }
        }
    }

    private Slots<V> with(Address address, @Nullable Node<V> node) {
        int slot = slot(address);
        AtomicReferenceArray<@Nullable Row<V>> copy = new AtomicReferenceArray<>(SIZE);
        for (int i = 0; i < SIZE; i++) {
            copy.setPlain(i, rows.getPlain(i));
        }
        Row<V> present = rows.getPlain(slot >>> 8);
        Row<V> changed = present == null ? Row.empty() : present;
        copy.setPlain(slot >>> 8, changed.with(slot, node));
        return new Slots<>(wide, copy);
    }

    private @Nullable Node<V> node(Address address) {
        int slot = slot(address);
        Row<V> row = rows.getPlain(slot >>> 8);
        return row == null ? null : row.nodes().getPlain(slot & 0xff);
    }

    /// The first 16 bits. Plain reads are enough: who sees these slots got them through a final or a volatile
    /// field.
    private static int slot(Address address) {
        return (int) (address.high() >>> 48);
    }
}
