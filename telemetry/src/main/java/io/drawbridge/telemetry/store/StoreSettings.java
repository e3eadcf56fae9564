package io.drawbridge.telemetry.store;

/// How much of what happened is kept.
///
/// @param rows how many security events the database keeps; older ones make room
/// @param waiting how many may wait to be written
/// @param waitingBytes how much memory those may take, roughly
public record StoreSettings(int rows, int waiting, long waitingBytes) {
    public static final StoreSettings DEFAULT = new StoreSettings(200_000, 65_536, 24L * 1024 * 1024);

    public StoreSettings {
        if (rows < 1 || waiting < 1 || waitingBytes < 1) {
            throw new IllegalArgumentException("a store keeps at least one event");
        }
    }
}
