package io.drawbridge.dataplane.listener;

/// What a client's connection is in the middle of, and so what would be lost if it had to make room.
///
/// @param since when that began, by [System#nanoTime]
public record Claim(Stage stage, long since) {
    /// The less would be lost, the earlier it stands here.
    public enum Stage {
        /// No request has been answered on it yet, and none is under way.
        NEW,
        /// A request has been answered on it, and none is under way.
        IDLE,
        /// A request is under way and waits for nobody but its client: for the rest of its body, or to read.
        STALLED,
        /// A request is under way.
        BUSY
    }

    /// @param answered whether a request has been answered on the connection
    public static Claim ofResting(boolean answered, Patience patience) {
        return new Claim(answered ? Stage.IDLE : Stage.NEW, patience.since());
    }

    public static Claim ofWorking(Patience patience) {
        return new Claim(patience.isForClient() ? Stage.STALLED : Stage.BUSY, patience.since());
    }
}
