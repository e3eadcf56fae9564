package io.drawbridge.controlplane.health;

/// Where the gateway is in its life, as far as new requests are concerned.
public enum Phase {
    /// It serves.
    SERVING,
    /// It has been asked to stop: what comes is still answered, and nothing new should be sent.
    STOPPING
}
