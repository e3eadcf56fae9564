package io.drawbridge.domain.readiness;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.identity.Client;
import java.time.Instant;
import java.util.List;

/// One client that a policy would have refused, or did.
///
/// @param client whom
/// @param address the address last seen
/// @param userAgent the user agent last seen, as received
/// @param requests all its requests on routes that have the policy
/// @param wouldRefuse denials that were let pass, in `monitor` or `warn`
/// @param refused denials that refused, in `enforce`
/// @param routes where it was denied, most denials first
public record ClientReadiness(
        Client client,
        String address,
        String userAgent,
        long requests,
        long wouldRefuse,
        long refused,
        Instant firstSeen,
        Instant lastSeen,
        List<OnRoute> routes) {
    public ClientReadiness {
        routes = List.copyOf(routes);
    }

    /// Denials of one client on one route.
    public record OnRoute(RouteName route, long wouldRefuse, long refused, Instant firstSeen, Instant lastSeen) {}
}
