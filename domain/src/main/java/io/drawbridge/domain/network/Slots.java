package io.drawbridge.domain.network;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The networks of one family. Those of 16 bits and more lie in subtrees by their first two bytes, so that a look-up
/// among a million begins where sixteen are left and not at the root; the few wider ones have a tree of their own. It
/// never changes: an update copies two arrays of 256 and the way down.
final class Slots<V> {
    private static final int STRIDE = 16;
    private static final int SIZE = 256;

    private final @Nullable Node<V> wide;
    private final @Nullable Object[] rows;

    private Slots(@Nullable Node<V> wide, @Nullable Object[] rows) {
        this.wide = wide;
        this.rows = rows;
    }

    static <V> Slots<V> empty() {
        return new Slots<>(null, new Object[SIZE]);
    }

    /// Makes them at once.
    static <V> Slots<V> of(List<Node.Item<V>> sorted) {
        @Nullable Object[] rows = new Object[SIZE];
        List<Node.Item<V>> narrow = sorted.stream()
                .filter(item -> item.network().prefix() >= STRIDE)
                .toList();
        int from = 0;
        while (from < narrow.size()) {
            long slot = slot(narrow.get(from).network().first());
            int to = from;
            while (to < narrow.size() && slot(narrow.get(to).network().first()) == slot) {
                to++;
            }
            int row = (int) slot >>> 8;
            if (!(rows[row] instanceof Object[])) {
                rows[row] = new Object[SIZE];
            }
            if (rows[row] instanceof @Nullable Object[] cells) {
                cells[(int) slot & 0xff] = Node.of(narrow.subList(from, to));
            }
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
        for (Object row : rows) {
            if (row instanceof @Nullable Object[] cells) {
                for (Object cell : cells) {
                    Node.walk(typed(cell), family, taker);
                }
            }
        }
    }

    private Slots<V> with(Address address, @Nullable Node<V> node) {
        int slot = (int) slot(address);
        @Nullable Object[] otherRows = Arrays.copyOf(rows, SIZE);
        @Nullable
        Object[] cells = rows[slot >>> 8] instanceof @Nullable Object[] present
                ? Arrays.copyOf(present, SIZE)
                : new Object[SIZE];
        cells[slot & 0xff] = node;
        otherRows[slot >>> 8] = cells;
        return new Slots<>(wide, otherRows);
    }

    private @Nullable Node<V> node(Address address) {
        int slot = (int) slot(address);
        return rows[slot >>> 8] instanceof @Nullable Object[] cells ? typed(cells[slot & 0xff]) : null;
    }

    /// The first 16 bits.
    private static long slot(Address address) {
        return address.high() >>> 48;
    }

    @SuppressWarnings("unchecked") // Only nodes of this type are put into cells.
    private @Nullable Node<V> typed(@Nullable Object cell) {
        return (Node<V>) cell;
    }
}
