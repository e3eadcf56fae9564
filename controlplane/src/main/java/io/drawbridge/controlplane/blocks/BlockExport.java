package io.drawbridge.controlplane.blocks;

import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.network.NetworkSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Blocks as a text for others.
public final class BlockExport {
    private BlockExport() {}

    /// One network a line, sorted: what `drawbridge blocks import` and most firewalls read.
    public static String plain(Collection<Block> blocks) {
        StringBuilder text = new StringBuilder();
        blocks.stream()
                .map(Block::network)
                .sorted()
                .forEach(network -> text.append(network).append('\n'));
        return text.toString();
    }

    /// A table for `nft -f`, which replaces the one that it made before. Sets of intervals must not overlap, so
    /// a network within another one of the list is left out: the wider one stands for it until that ends. The
    /// allow-list comes first here too.
    public static String nftables(Collection<Block> blocks, NetworkSet allowed, Instant now) {
        List<Block> widest = widest(blocks);
        StringBuilder text = new StringBuilder();
        text.append("# Drawbridge's blocks at ").append(now).append("; load with: nft -f FILE\n");
        text.append("table inet drawbridge\ndelete table inet drawbridge\ntable inet drawbridge {\n");
        for (Address.Family family : Address.Family.values()) {
            set(
                    text,
                    "allowed",
                    family,
                    widestOf(allowed.networks()).stream()
                            .filter(network -> network.first().family() == family)
                            .map(Network::toString)
                            .toList());
            set(
                    text,
                    "blocked",
                    family,
                    widest.stream()
                            .filter(block -> block.network().first().family() == family)
                            .map(block -> element(block, now))
                            .toList());
        }
        return text.append("    chain input {\n")
                .append("        type filter hook input priority filter - 5; policy accept;\n")
                .append("        ip saddr @allowed_ipv4 accept\n")
                .append("        ip6 saddr @allowed_ipv6 accept\n")
                .append("        ip saddr @blocked_ipv4 counter drop\n")
                .append("        ip6 saddr @blocked_ipv6 counter drop\n")
                .append("    }\n}\n")
                .toString();
    }

    private static void set(StringBuilder text, String name, Address.Family family, List<String> elements) {
        String type = switch (family) {
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
        };
        text.append("    set ").append(name).append('_').append(type).append(" {\n");
        text.append("        type ").append(type).append("_addr\n");
        text.append("        flags interval")
                .append(name.equals("blocked") ? ", timeout" : "")
                .append('\n');
        if (!elements.isEmpty()) {
            text.append("        elements = {\n            ")
                    .append(String.join(",\n            ", elements))
                    .append("\n        }\n");
        }
        text.append("    }\n");
    }

    private static String element(Block block, Instant now) {
        return block.network()
                + block.endsAt()
                        .map(end -> " timeout "
                                + Math.max(1, Duration.between(now, end).toSeconds()) + "s")
                        .orElse("");
    }

    private static List<Block> widest(Collection<Block> blocks) {
        List<Block> widest = new ArrayList<>();
        for (Block block : blocks.stream()
                .sorted((one, other) -> one.network().compareTo(other.network()))
                .toList()) {
            // Networks lie within one another or apart, and wider ones come first.
            if (widest.isEmpty() || !widest.getLast().network().contains(block.network())) {
                widest.add(block);
            }
        }
        return widest;
    }

    private static List<Network> widestOf(Collection<Network> networks) {
        List<Network> widest = new ArrayList<>();
        for (Network network : networks.stream().sorted().toList()) {
            if (widest.isEmpty() || !widest.getLast().contains(network)) {
                widest.add(network);
            }
        }
        return widest;
    }
}
