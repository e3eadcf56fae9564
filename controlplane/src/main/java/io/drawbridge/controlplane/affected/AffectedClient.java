package io.drawbridge.controlplane.affected;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import java.time.Instant;
import java.util.List;

/// A client for whom a step changes something.
///
/// @param client its label
/// @param address the address last seen
/// @param userAgent the user agent last seen, as received
/// @param denials its denials on the routes where something changes
/// @param lastSeen the last of them
/// @param routes where something changes, most denials first
/// @param before the strictest mode that it is in on one of them
/// @param after the strictest mode that it would be in on one of them
public record AffectedClient(
        String client,
        String address,
        String userAgent,
        long denials,
        Instant lastSeen,
        List<RouteName> routes,
        Mode before,
        Mode after) {
    public AffectedClient {
        routes = List.copyOf(routes);
    }

    /// What the client notices.
    public enum Change {
        /// Its requests would be refused, and are not now.
        REFUSED,
        /// It would be told of a refusal to come, and is not now.
        TOLD,
        /// What it is told or refused now would stop.
        RELIEVED,
        /// It would notice nothing: only what is recorded changes.
        UNNOTICED
    }

    public Change change() {
        if (after == Mode.ENFORCE) {
            return Change.REFUSED;
        }
        if (after.compareTo(before) < 0) {
            return before.compareTo(Mode.WARN) >= 0 ? Change.RELIEVED : Change.UNNOTICED;
        }
        return after == Mode.WARN ? Change.TOLD : Change.UNNOTICED;
    }
}
