package io.drawbridge.domain.quota;

import java.time.Duration;
import java.util.List;

/// What one node tells the ledger about one counter, and asks of it.
///
/// @param counter names the counter on all nodes
/// @param limit how many may be used in any span of the period, on all nodes together
/// @param kind whether the ledger knows this node already
/// @param held how many this node may still use without asking
/// @param want how many more it would like
/// @param uses what it has used and not told yet; for [Kind#JOIN] everything within the period
public record Claim(String counter, int limit, Duration period, Kind kind, int held, int want, List<Uses> uses) {
    /// What the ledger knows of the node that claims.
    public enum Kind {
        /// Nothing that counts: what it says replaces everything that it said before.
        JOIN,
        /// It has joined.
        GO_ON
    }

    /// Some uses at about the same time.
    ///
    /// @param ageMillis how long ago, in milliseconds, by the node's own clock
    public record Uses(long ageMillis, int count) {
        public Uses {
            if (ageMillis < 0 || count < 1) {
                throw new IllegalArgumentException("uses lie in the past, and there is one at least");
            }
        }
    }

    public Claim {
        uses = List.copyOf(uses);
        if (limit < 1 || held < 0 || want < 0) {
            throw new IllegalArgumentException("a claim's figures are not negative");
        }
    }
}
