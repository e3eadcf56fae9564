package io.drawbridge.domain.readiness;

import io.drawbridge.domain.policy.PolicyName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of one policy.
///
/// @param requests all requests that the policy judged
/// @param wouldRefuse denials that were let pass
/// @param refused denials that refused
/// @param clients the clients that were denied, most denials first
/// @param others clients beyond the number that is told apart, folded together
/// @param trend denials by hour, oldest first, 168 hours at the most
/// @param outlook whether it could be enforced now
/// @param bound the share of requests that may be denied all the same when none was seen: 3/n, at 95 % confidence; 1
///     where n is 0
/// @param since the first request judged; absent when there was none
public record PolicyReadiness(
        PolicyName policy,
        long requests,
        long wouldRefuse,
        long refused,
        List<ClientReadiness> clients,
        Others others,
        List<Hour> trend,
        Outlook outlook,
        double bound,
        Optional<Instant> since) {
    public PolicyReadiness {
        clients = List.copyOf(clients);
        trend = List.copyOf(trend);
    }

    /// Denials of clients that are not told apart any more.
    public record Others(long requests, long wouldRefuse, long refused) {}

    /// What the policy said within one hour.
    public record Hour(Instant start, long requests, long denials) {}
}
