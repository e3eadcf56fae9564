package io.drawbridge.dataplane.listener;

import io.netty.channel.Channel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// How many client connections there may be, and what happens when there are more. Each loop has its share,
/// because each makes room among its own connections: with one bound for all, the loop that is quicker would
/// close its own for those that the others take.
final class Capacity {
    /// This part of all connections is never one listener's, so that a flood on it leaves the others reachable.
    private static final int OTHER_SITES = 16;
    /// This part of the connections is closed at once where room is needed: looking through all of them for each
    /// new one would cost more than a flood does.
    private static final int PORTION = 32;
    /// Before a loop looks after the connections that it has.
    private static final int ACCEPTED_AT_ONCE = 256;

    private final int mostOfAll;
    private final int mostOfOne;
    private final LongAdder gaveWay = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder acceptsFailed = new LongAdder();

    /// @param files client connections for which there are files
    /// @param mostOfSite connections of one listener
    Capacity(int loops, int files, int mostOfSite) {
        this.mostOfAll = Math.max(1, files / loops);
        this.mostOfOne = Math.min(Math.max(1, mostOfSite / loops), Math.max(1, mostOfAll - mostOfAll / OTHER_SITES));
    }

    /// A crowd that comes at once must not fill the queue before the socket, where everybody waits. Nor must it
    /// take all files before anybody has counted.
    int acceptedAtOnce() {
        return Math.clamp(mostOfAll / 8, 1, ACCEPTED_AT_ONCE);
    }

    /// Makes room for a connection that has just come, where there is none. It may be closed itself, where its
    /// network has nothing else to give up.
    void makeRoomFor(Channel newest, Guests guests, Site site) {
        if (guests.size(site) > mostOfOne) {
            makeRoom(guests, Optional.of(newest), site::equals);
        } else if (guests.size() > mostOfAll) {
            makeRoom(guests, Optional.of(newest), _ -> true);
        }
    }

    /// There are no files left. Where clients have few of them, others have the rest, and waiting is all that
    /// helps.
    void makeRoom(Guests guests) {
        if (guests.size() > mostOfAll / 2) {
            makeRoom(guests, Optional.empty(), _ -> true);
        }
    }

    private void makeRoom(Guests guests, Optional<Channel> newest, Predicate<Site> whose) {
        gaveWay.add(guests.makeRoom(newest, Math.max(1, guests.size() / PORTION), whose));
    }

    /// Said before room has to be made, so that a crowd which is turned away then does not get there.
    boolean isNearlyFull(Guests guests, Site site) {
        return isNearly(guests.size(site), mostOfOne) || isNearly(guests.size(), mostOfAll);
    }

    private static boolean isNearly(int number, int most) {
        return number >= most - most / 16;
    }

    void turnedAway() {
        turnedAway.increment();
    }

    void acceptFailed() {
        acceptsFailed.increment();
    }

    Map<String, LongSupplier> counters() {
        return Map.of(
                "connections_closed_for_room", gaveWay::sum,
                "connections_turned_away", turnedAway::sum,
                "accepts_failed", acceptsFailed::sum);
    }
}
