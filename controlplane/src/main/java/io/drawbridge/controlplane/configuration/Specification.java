package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.network.Network;
import io.drawbridge.domain.route.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that the configuration says, with the defaults in place, consistent in itself: every name that a
/// route mentions exists. Two specifications are equal when they say the same, in whatever order.
///
/// @param data where the gateway keeps what it writes; a relative path starts at the working directory
/// @param drain how long running requests may take to end when the gateway stops
/// @param drainNotice how long the gateway says that it stops (`/readyz`) before it stops listening
/// @param logs what the lines of the security and the access log look like
/// @param upstreams by name
/// @param rateLimits by class, those that exist by default among them
/// @param headerPresets by name, without the environment's own
/// @param clients who is believed about who the client is
/// @param allowed the allow-list: addresses that no block touches
/// @param routes by name, in the order of the file, without the gateway's own ([OwnRoute])
/// @param tls the listener for TLS; empty where there is none
/// @param concealed which settings have a value that is not written in the file; [SpecificationDiff] does not
///     show those
public record Specification(
        Environment environment,
        ListenSpec listen,
        AdminSpec admin,
        Path data,
        Duration drain,
        Duration drainNotice,
        LogFormat logs,
        Map<String, Upstream> upstreams,
        TokensSpec tokens,
        AccountsSpec accounts,
        ConnectionSpec connection,
        Map<String, RateLimitSpec> rateLimits,
        CorsSpec cors,
        CspSpec csp,
        Map<String, HeaderPresetSpec> headerPresets,
        PoliciesSpec policies,
        ClientsSpec clients,
        Set<Network> allowed,
        Map<RouteName, RouteSpec> routes,
        Optional<TlsSpec> tls,
        Set<String> concealed) {
    public Specification {
        upstreams = Ordered.map(upstreams);
        rateLimits = Ordered.map(rateLimits);
        headerPresets = Ordered.map(headerPresets);
        allowed = Ordered.set(allowed);
        routes = Ordered.map(routes);
        concealed = Set.copyOf(concealed);
        for (RouteSpec route : routes.values()) {
            if (!upstreams.containsKey(route.upstream())
                    || !route.limit().map(rateLimits::containsKey).orElse(true)
                    || !(HeaderPresetSpec.isBuiltIn(route.headers()) || headerPresets.containsKey(route.headers()))) {
                throw new IllegalArgumentException(
                        "the route " + route.name() + " names an upstream, class or preset that is not there");
            }
        }
    }

    /// A summary: values may come from outside and are not for logs.
    @Override
    public String toString() {
        return "Specification[" + environment.word() + ", listen " + listen + ", " + upstreams.size() + " upstreams, "
                + routes.size() + " routes]";
    }
}
