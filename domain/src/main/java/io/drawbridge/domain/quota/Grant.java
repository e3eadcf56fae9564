package io.drawbridge.domain.quota;

/// What the ledger answers to a claim.
public sealed interface Grant {
    /// The node holds so many more.
    ///
    /// @param units how many more; 0 where there is none to give
    /// @param free how many nobody uses or holds
    /// @param elsewhere how many other nodes hold, or may use without asking; they have been told that
    ///     somebody wants them
    /// @param millisToFree until the oldest use leaves the period; the period where there is none
    record Granted(int units, int free, int elsewhere, long millisToFree) implements Grant {}

    /// Nobody has used anything for a whole period: the counter is forgotten, and with it that this node has
    /// joined.
    record Quiet() implements Grant {}

    /// The ledger does not know this node, or not any more: it must join.
    record Stranger() implements Grant {}
}
