package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.identity.ClientAddress;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The client connections of one event loop, from the moment when they are accepted. Where there are too many,
/// some make room for the next: the network with the most of them gives up first, and of its connections those
/// on which least would be lost. So a crowd from a few addresses gets in its own way alone, and one from many
/// addresses has to do something with its connections to keep them.
final class Guests {
    private static final class Guest {
        private final Channel channel;
        private final Site site;
        private final ClientAddress source;
        private final long since = System.nanoTime();
        private @Nullable ClientConnection served;

        private Guest(Channel channel, Site site, ClientAddress source) {
            this.channel = channel;
            this.site = site;
            this.source = source;
        }

        private String network() {
            ClientConnection present = served;
            return present == null ? source.network() : present.address().network();
        }

        /// Before its protocol is known, in a handshake for example, it has claimed nothing.
        private Claim claim() {
            ClientConnection present = served;
            return present == null ? new Claim(Claim.Stage.NEW, since) : present.claim();
        }

        private void giveWay() {
            ClientConnection present = served;
            if (present != null) {
                present.giveWay();
            }
            channel.close();
        }
    }

    private record Candidate(Guest guest, Claim claim) {
        static final Comparator<Candidate> LEAST_LOSS = Comparator.<Candidate, Claim.Stage>comparing(
                        candidate -> candidate.claim().stage())
                .thenComparing(Candidate::claim, (one, other) -> Long.signum(one.since() - other.since()));
    }

    /// The connections of one network.
    private static final class Party {
        private int size;
        private final List<Candidate> dispensable = new ArrayList<>();
        private Optional<Candidate> newest = Optional.empty();
        private Deque<Candidate> order = new ArrayDeque<>(0);

        private void sort() {
            dispensable.sort(Candidate.LEAST_LOSS);
            order = new ArrayDeque<>(dispensable);
            newest.ifPresent(order::add);
        }
    }

    private final Map<Channel, Guest> guests = new LinkedHashMap<>();
    private final Map<String, Integer> bySource = new HashMap<>();
    private final Map<Site, Integer> bySite = new HashMap<>();

    void arrived(Channel channel, Site site, ClientAddress source) {
        guests.put(channel, new Guest(channel, site, source));
        bySource.merge(source.network(), 1, Integer::sum);
        bySite.merge(site, 1, Integer::sum);
    }

    void left(Channel channel) {
        Guest guest = guests.remove(channel);
        if (guest != null) {
            bySource.computeIfPresent(guest.source.network(), (_, number) -> number > 1 ? number - 1 : null);
            bySite.computeIfPresent(guest.site, (_, number) -> number > 1 ? number - 1 : null);
        }
    }

    int size() {
        return guests.size();
    }

    int size(Site site) {
        return bySite.getOrDefault(site, 0);
    }

    /// Whether this source has more connections than the average source, so that one more of its would most
    /// likely take the place of one that it has.
    boolean isLarge(ClientAddress source) {
        return bySource.getOrDefault(source.network(), 0) * bySource.size() > guests.size();
    }

    /// @param connection what serves its channel from now on
    void serves(ClientConnection connection) {
        Guest guest = guests.get(connection.channel());
        if (guest != null) {
            guest.served = connection;
        }
    }

    /// Closes connections, none of which is busy.
    ///
    /// @param newest who needs the room; it goes itself where its network has nothing else to give up
    /// @param most how many at the most
    /// @param whose which sites' connections may be closed
    /// @return how many it closed
    int makeRoom(Optional<Channel> newest, int most, Predicate<Site> whose) {
        Map<String, Party> parties = new HashMap<>();
        for (Guest guest : guests.values()) {
            if (whose.test(guest.site)) {
                Party party = parties.computeIfAbsent(guest.network(), _ -> new Party());
                party.size++;
                Claim claim = guest.claim();
                if (newest.isPresent() && newest.get().equals(guest.channel)) {
                    party.newest = Optional.of(new Candidate(guest, claim));
                } else if (claim.stage() != Claim.Stage.BUSY) {
                    party.dispensable.add(new Candidate(guest, claim));
                }
            }
        }
        PriorityQueue<Party> largest = new PriorityQueue<>(
                Math.max(1, parties.size()),
                Comparator.<Party>comparingInt(party -> party.size).reversed());
        for (Party party : parties.values()) {
            party.sort();
            if (!party.order.isEmpty()) {
                largest.add(party);
            }
        }
        int closed = 0;
        while (closed < most && !largest.isEmpty()) {
            Party party = largest.remove();
            Candidate next = party.order.poll();
            if (next == null) {
                continue;
            }
            left(next.guest().channel);
            next.guest().giveWay();
            closed++;
            party.size--;
            largest.add(party);
        }
        return closed;
    }
}
