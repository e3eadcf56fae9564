package io.drawbridge.controlplane.snapshots;

import io.drawbridge.domain.identity.ClientAddress;
import java.util.Optional;

/// Who changes something.
///
/// @param name `admin`, `signal`, `environment`, `file:drawbridge.yaml`
/// @param address where from; absent for what the gateway does by itself
public record Actor(String name, Optional<ClientAddress> address) {
    public Actor {
        if (name.isBlank() || name.length() > 256) {
            throw new IllegalArgumentException("an actor has a name of at most 256 characters");
        }
    }

    /// Whoever holds the admin key.
    public static Actor admin(ClientAddress address) {
        return new Actor("admin", Optional.of(address));
    }

    /// The gateway itself, on behalf of a file, the environment or a signal.
    public static Actor own(String name) {
        return new Actor(name, Optional.empty());
    }
}
