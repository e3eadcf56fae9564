package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Target;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The addresses of an upstream's hosts. Guarded by its cluster.
final class Resolutions {
    private final Map<String, Host> hosts = new HashMap<>();

    private static final class Host {
        private List<InetAddress> addresses = List.of();
        private boolean literal;
        private boolean asked;
        private boolean underWay;
        private boolean failing;
        private long nextAt;
    }

    /// Whether a look-up is news.
    enum News {
        NOTHING,
        ADDRESSES,
        BEGAN_TO_FAIL
    }

    /// Keeps what is known of these, and forgets the others.
    void configure(List<Target> targets, long nanoTime) {
        Set<String> wanted = new HashSet<>();
        targets.forEach(target -> wanted.add(target.host()));
        hosts.keySet().retainAll(wanted);
        wanted.forEach(host -> hosts.computeIfAbsent(host, name -> fresh(name, nanoTime)));
    }

    private static Host fresh(String name, long nanoTime) {
        Host host = new Host();
        host.nextAt = nanoTime;
        try {
            host.addresses = List.of(InetAddress.ofLiteral(name));
            host.literal = true;
            host.asked = true;
        } catch (IllegalArgumentException _) {
            // A name: it is looked up.
        }
        return host;
    }

    /// The names that have to be looked up now.
    List<String> due(long nanoTime) {
        List<String> due = new ArrayList<>();
        hosts.forEach((name, host) -> {
            if (!host.literal && !host.underWay && nanoTime - host.nextAt >= 0) {
                host.underWay = true;
                due.add(name);
            }
        });
        return due;
    }

    News found(String name, List<InetAddress> addresses, long nextAt) {
        Host host = hosts.get(name);
        if (host == null) {
            return News.NOTHING;
        }
        // Servers give the same addresses in changing order.
        List<InetAddress> sorted = addresses.stream()
                .sorted(Comparator.comparing(InetAddress::getHostAddress))
                .toList();
        boolean same = host.asked && !host.failing && sorted.equals(host.addresses);
        host.addresses = sorted;
        host.asked = true;
        host.failing = false;
        host.underWay = false;
        host.nextAt = nextAt;
        return same ? News.NOTHING : News.ADDRESSES;
    }

    /// The addresses that there were stay.
    News failed(String name, long nextAt) {
        Host host = hosts.get(name);
        if (host == null) {
            return News.NOTHING;
        }
        boolean before = host.failing;
        host.asked = true;
        host.failing = true;
        host.underWay = false;
        host.nextAt = nextAt;
        return before ? News.NOTHING : News.BEGAN_TO_FAIL;
    }

    List<InetAddress> addresses(String name) {
        Host host = hosts.get(name);
        return host == null ? List.of() : host.addresses;
    }

    /// Whether every name has been looked up at least once, with whatever success.
    boolean areAllAsked() {
        return hosts.values().stream().allMatch(host -> host.asked);
    }
}
