package io.drawbridge.controlplane.configuration;

import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.route.PathTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A route, as it is configured.
///
/// @param methods those it serves; empty for all
/// @param upstream a name among the specification's upstreams
/// @param roles one of these is needed; empty: none is
/// @param ownership where the request names the user whose data it is about
/// @param limit a class of the specification's rate limits; absent for no limit
/// @param headers a preset of the specification, or [HeaderPresetSpec#DEFAULT_PRESET]
/// @param critical whether every policy that is not off is enforced here at once
/// @param webSocket whether WebSocket connections may be opened
/// @param maxBody bytes that a request's body may have; absent for no limit
/// @param modes stances of its own, which come before those that hold everywhere
public record RouteSpec(
        RouteName name,
        PathTemplate path,
        Set<String> methods,
        String upstream,
        Access access,
        Set<String> roles,
        List<RequestField> ownership,
        Optional<String> limit,
        String headers,
        boolean critical,
        boolean webSocket,
        Optional<Long> maxBody,
        Map<PolicyName, ConfiguredStance> modes) {
    /// Who may come.
    public enum Access {
        /// Who is authenticated.
        AUTHENTICATED,
        /// Anybody.
        PUBLIC
    }

    /// What a body may have where nothing is said: 10 MiB.
    static final long DEFAULT_MAX_BODY = 10 << 20;

    public RouteSpec {
        methods = Ordered.set(methods);
        roles = Ordered.set(roles);
        ownership = List.copyOf(ownership);
        modes = Ordered.map(modes);
        if (access == Access.PUBLIC && !(roles.isEmpty() && ownership.isEmpty())) {
            throw new IllegalArgumentException("the route " + name + " is public: it can ask for no role and no owner");
        }
        for (RequestField field : ownership) {
            if (field.source() == RequestField.Source.PATH && !path.hasVariable(field.name())) {
                throw new IllegalArgumentException("the path " + path + " has no variable {" + field.name() + "}");
            }
        }
    }
}
