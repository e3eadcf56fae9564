package io.drawbridge.domain.quota;

import java.util.concurrent.CompletableFuture;

/// What all nodes have used, and hold.
public interface Ledger {
    /// Who is told what happens; called by any thread, and never waits.
    interface Listener {
        /// Another node wants more of a counter: whoever has not joined it joins, and gives what it can do
        /// without.
        void wanted(String counter);

        /// [#nodes] is another number than before, or the ledger was away and is back.
        void changed();
    }

    /// How many nodes share the ledger at the moment, this one among them; 0 while the ledger is away.
    int nodes();

    /// Asks, without waiting. The future fails where the answer does not come in time; then the ledger is
    /// away, and the node must join again.
    CompletableFuture<Grant> claim(Claim claim);

    void listen(Listener listener);
}
