package io.drawbridge.dataplane.upstream;

import java.util.Arrays;
import java.util.List;

/// A consistent-hash ring (Karger et al., 1997): each member owns points in proportion to its weight, and a key
/// belongs to the next point. A member's points depend on itself alone, so that a member that comes or goes
/// moves no key but its own, and several gateways with the same members agree.
final class HashRing {
    /// Points for a weight of one: enough that the shares of equal members differ by about a tenth.
    static final int POINTS = 160;
    private static final int MOST_POINTS = 200_000;

    private final long[] points;
    private final int[] owners;

    /// A member.
    ///
    /// @param name what it is known by, on every gateway
    record Member(String name, double weight) {}

    HashRing(List<Member> members) {
        double weights = members.stream().mapToDouble(Member::weight).sum();
        double each = Math.min(POINTS, MOST_POINTS / weights);
        long[][] unsorted = new long[members.size()][];
        int total = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            unsorted[i] = new long[(int) Math.max(1, Math.round(each * member.weight()))];
            for (int k = 0; k < unsorted[i].length; k++) {
                unsorted[i][k] = hash(member.name() + '#' + k);
            }
            total += unsorted[i].length;
        }
        points = Arrays.stream(unsorted).flatMapToLong(Arrays::stream).sorted().toArray();
        owners = new int[total];
        for (int i = 0; i < unsorted.length; i++) {
            for (long point : unsorted[i]) {
                owners[Arrays.binarySearch(points, point)] = i;
            }
        }
    }

    /// The place of a key, from which [#owner] goes on.
    int place(String key) {
        int found = Arrays.binarySearch(points, hash(key));
        return found >= 0 ? found : -found - 1;
    }

    /// @param place of a key, or a later one on the way round
    int owner(int place) {
        return owners[place % owners.length];
    }

    int size() {
        return owners.length;
    }

    /// FNV-1a over the characters, then the finaliser of MurmurHash3, which spreads what FNV leaves in the low
    /// bits.
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
