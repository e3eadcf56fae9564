package io.drawbridge.policies.ratelimit;

/// With whom this node shares its limits.
///
/// @param nodes how many there are, this one among them; 1 where it is alone, or cannot reach the ledger
/// @param generation counts how often the ledger was lost: leases of an earlier one are void
record Fleet(int nodes, int generation) {
    boolean isAlone() {
        return nodes <= 1;
    }

    /// How many a node may use of a limit before it has joined the counter: an even share, so that nodes that
    /// know nothing of each other stay within the limit together. One at the least, or a small limit would
    /// admit nothing.
    int blindShare(int limit) {
        return Math.max(1, limit / nodes);
    }
}
