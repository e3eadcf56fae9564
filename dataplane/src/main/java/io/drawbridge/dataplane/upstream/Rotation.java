package io.drawbridge.dataplane.upstream;

import io.drawbridge.domain.route.Balance;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The targets of an upstream that get requests at the moment, and how to choose among them. It never changes:
/// with every change of a target's condition the cluster makes another.
final class Rotation {
    /// Why there is nobody, or that there is somebody.
    enum Kind {
        /// There is somebody to choose.
        OPEN,
        /// No target's name has been looked up yet.
        RESOLVING,
        /// No target has an address.
        UNRESOLVED,
        /// Every target is unhealthy.
        UNHEALTHY
    }

    /// A target and its part of the requests.
    record Part(TargetState target, double weight) {}

    private final Kind kind;
    private final TargetState[] targets;
    private final double[] weights;
    private final double[] sums;
    private final Balance balance;
    private final HashRing ring;
    private final int[] byOwner;

    private static final HashRing NO_RING = new HashRing(List.of(new HashRing.Member("", 1)));

    private Rotation(Kind kind, List<Part> parts, Balance balance, HashRing ring, int[] byOwner) {
        this.kind = kind;
        this.targets = parts.stream().map(Part::target).toArray(TargetState[]::new);
        this.weights = parts.stream().mapToDouble(Part::weight).toArray();
        this.sums = weights.clone();
        Arrays.parallelPrefix(sums, Double::sum);
        this.balance = balance;
        this.ring = ring;
        this.byOwner = byOwner;
    }

    static Rotation closed(Kind kind) {
        return new Rotation(kind, List.of(), Balance.LEAST_REQUEST, NO_RING, new int[0]);
    }

    /// @param parts one at least
    static Rotation leastRequest(List<Part> parts) {
        return new Rotation(Kind.OPEN, parts, Balance.LEAST_REQUEST, NO_RING, new int[0]);
    }

    /// @param parts one at least, out of those on the ring
    /// @param ring of all targets that have an address, in the order of `members`
    static Rotation hashing(List<Part> parts, HashRing ring, List<TargetState> members) {
        Map<TargetState, Integer> places = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            places.put(parts.get(i).target(), i);
        }
        int[] byOwner = members.stream()
                .mapToInt(member -> places.getOrDefault(member, -1))
                .toArray();
        return new Rotation(Kind.OPEN, parts, Balance.HASH_CLIENT, ring, byOwner);
    }

    Kind kind() {
        return kind;
    }

    /// Whether there is another target than these.
    boolean offersOtherThan(Collection<TargetState> avoided) {
        return Arrays.stream(targets).anyMatch(target -> !avoided.contains(target));
    }

    /// Chooses.
    ///
    /// @param client asked for only where it matters
    TargetState choose(RandomGenerator random, Supplier<String> client) {
        if (targets.length == 1) {
            return targets[0];
        }
        return targets[
                switch (balance) {
                    case LEAST_REQUEST -> leastRequest(random);
                    case HASH_CLIENT -> hashed(client.get(), List.of());
                }];
    }

    /// Chooses another one than these where there is one.
    TargetState chooseOtherThan(Collection<TargetState> avoided, RandomGenerator random, Supplier<String> client) {
        if (!offersOtherThan(avoided)) {
            return choose(random, client);
        }
        return targets[
                switch (balance) {
                    case LEAST_REQUEST -> drawnOtherThan(avoided, random);
                    case HASH_CLIENT -> hashed(client.get(), avoided);
                }];
    }

    /// By weight.
    private int drawnOtherThan(Collection<TargetState> avoided, RandomGenerator random) {
        double sum = 0;
        int drawn = -1;
        for (int i = 0; i < targets.length; i++) {
            if (!avoided.contains(targets[i])) {
                sum += weights[i];
                if (drawn < 0 || random.nextDouble() * sum < weights[i]) {
                    drawn = i;
                }
            }
        }
        return drawn;
    }

    /// The power of two choices (Mitzenmacher, 2001): nearly as good as looking at all of them, and it does not
    /// send everybody to the one that was the best a moment ago.
    private int leastRequest(RandomGenerator random) {
        int one = drawn(random.nextDouble() * sums[sums.length - 1]);
        int other = drawn(random, one);
        return targets[other].inFlight() * weights[one] < targets[one].inFlight() * weights[other] ? other : one;
    }

    /// One of the others, by weight.
    private int drawn(RandomGenerator random, int without) {
        double place = random.nextDouble() * (sums[sums.length - 1] - weights[without]);
        int drawn = drawn(place < sums[without] - weights[without] ? place : place + weights[without]);
        return drawn != without ? drawn : (without + 1) % targets.length;
    }

    private int drawn(double place) {
        for (int i = 0; i < sums.length - 1; i++) {
            if (place < sums[i]) {
                return i;
            }
        }
        return sums.length - 1;
    }

    private int hashed(String client, Collection<TargetState> avoided) {
        int start = ring.place(client);
        for (int i = 0; i < ring.size(); i++) {
            int target = byOwner[ring.owner(start + i)];
            if (target >= 0 && !avoided.contains(targets[target])) {
                return target;
            }
        }
        throw new IllegalStateException("every target is on the ring");
    }
}
