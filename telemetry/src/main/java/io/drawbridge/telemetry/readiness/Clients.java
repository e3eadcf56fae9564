package io.drawbridge.telemetry.readiness;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The clients that are told apart, and who may still become one of them. Half of the places are for clients
/// that a policy has denied, since those are the ones that the report is about; a quarter is for clients who
/// have proven who they are, since anybody can make up the others.
final class Clients {
    /// The number under which all others are counted.
    static final int OTHERS = 0;

    private final int limit;
    private final Map<Who, Known> known = new HashMap<>();
    private int unproven;
    private int highest;
    private boolean turnedAway;

    Clients(int limit) {
        this.limit = limit;
    }

    /// One that is told apart.
    static final class Known {
        final int number;
        long lastSeen;

        Known(int number, long lastSeen) {
            this.number = number;
            this.lastSeen = lastSeen;
        }
    }

    Optional<Known> find(Who who) {
        return Optional.ofNullable(known.get(who));
    }

    /// Gives a client a number, if there is a place for it.
    ///
    /// @param denied whether a policy denied it
    Optional<Known> admit(Who who, boolean denied, long lastSeen) {
        boolean place = known.size() < limit
                && (denied || known.size() < limit / 2)
                && (who.isProven() || unproven < limit - limit / 4);
        if (!place) {
            turnedAway = true;
            return Optional.empty();
        }
        return Optional.of(put(who, highest + 1, lastSeen));
    }

    /// Whether somebody found no place since the last time that this was asked.
    boolean turnedSomebodyAway() {
        boolean answer = turnedAway;
        turnedAway = false;
        return answer;
    }

    Known put(Who who, int number, long lastSeen) {
        Known one = new Known(number, lastSeen);
        known.put(who, one);
        unproven += who.isProven() ? 0 : 1;
        highest = Math.max(highest, number);
        return one;
    }

    /// The highest number that anybody has or had.
    int highest() {
        return highest;
    }

    /// Says that another node has given numbers up to this one.
    void reserve(int number) {
        highest = Math.max(highest, number);
    }

    void remove(Who who) {
        if (known.remove(who) != null) {
            unproven -= who.isProven() ? 0 : 1;
        }
    }

    void clear() {
        known.clear();
        unproven = 0;
        highest = OTHERS;
    }

    int size() {
        return known.size();
    }
}
