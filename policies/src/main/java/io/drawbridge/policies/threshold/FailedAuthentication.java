package io.drawbridge.policies.threshold;

import io.drawbridge.domain.event.Ending;
import io.drawbridge.domain.event.Exchanged;
import io.drawbridge.domain.identity.Identity;
import java.time.Duration;

/// Counts failed authentication, as exchanges are recorded. An exchange counts when a credential was presented
/// and rejected, whatever the mode of authentication, or when whoever answered it, the gateway's own login or a
/// service, said 401. A request without any credential that the gateway itself refuses does not count: it
/// guesses nothing.
public final class FailedAuthentication {
    /// Exact instants are kept, as many as the largest limit needs, so any threshold can ask.
    private static final Threshold EXACTLY =
            new Threshold(1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final Suspects suspects;

    public FailedAuthentication(Suspects suspects) {
        this.suspects = suspects;
    }

    public void record(Exchanged exchanged) {
        if (counts(exchanged)) {
            suspects.count(exchanged.address(), exchanged.at(), EXACTLY);
        }
    }

    private static boolean counts(Exchanged exchanged) {
        return exchanged.identity() instanceof Identity.Rejected
                || (exchanged.status() == 401
                        && (exchanged.ending() == Ending.ANSWERED || exchanged.ending() == Ending.FORWARDED));
    }
}
