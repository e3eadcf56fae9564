package io.drawbridge.dataplane.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The requests of one event loop that have, or want, a connection to one upstream. When nearly all connections
/// are in use, those whose requests wait for nothing but their clients, for a body that trickles in or for an
/// answer to be read, may be half of them at the most. Otherwise slow clients could keep an upstream from
/// everybody with as few requests as it has connections.
final class Berths {
    /// Every upload waits for its client between two packets; that is not meant.
    static final long STALLED_NANOS = Duration.ofMillis(20).toNanos();

    private final Set<Forwarding> taken = new LinkedHashSet<>();

    void begins(Forwarding request) {
        taken.add(request);
    }

    void ends(Forwarding request) {
        taken.remove(request);
    }

    /// @param mostStalled how many may wait for their clients
    /// @return how many were ended
    int makeRoom(int mostStalled, long now) {
        List<Forwarding> stalled = new ArrayList<>();
        for (Forwarding request : taken) {
            if (request.isStalled(now - STALLED_NANOS)) {
                stalled.add(request);
            }
        }
        int surplus = stalled.size() - mostStalled;
        if (surplus <= 0) {
            return 0;
        }
        Map<String, Integer> byNetwork = new HashMap<>();
        stalled.forEach(request -> byNetwork.merge(request.network(), 1, Integer::sum));
        stalled.sort(Comparator.comparingLong(request -> request.stalledSince() - now));
        int ended = 0;
        while (ended < surplus) {
            int largest = byNetwork.values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
            int before = ended;
            for (Forwarding request : List.copyOf(stalled)) {
                if (ended < surplus && byNetwork.getOrDefault(request.network(), 0) >= largest) {
                    byNetwork.merge(request.network(), -1, Integer::sum);
                    stalled.remove(request);
                    request.giveWay();
                    ended++;
                }
            }
            if (ended == before) {
                return ended;
            }
        }
        return ended;
    }
}
