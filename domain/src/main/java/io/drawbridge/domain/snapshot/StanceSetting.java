package io.drawbridge.domain.snapshot;

import io.drawbridge.domain.policy.Stance;
import java.time.Instant;
import java.util.Optional;

/// A stance as an operator sets it.
///
/// @param since when the policy came to this stance; `Deprecation` (RFC 9745) tells it to clients
/// @param enforceAt when it is to be enforced, which `Sunset` (RFC 8594) tells to clients; not before `since`
public record StanceSetting(Stance stance, Instant since, Optional<Instant> enforceAt) {
    public StanceSetting {
        if (enforceAt.isPresent() && enforceAt.get().isBefore(since)) {
            throw new IllegalArgumentException(
                    "the enforcement date " + enforceAt.get() + " lies before " + since + ", when the stance was set");
        }
    }
}
