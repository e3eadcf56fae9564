package io.drawbridge.domain.snapshot;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.policy.Binding;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.verdict.FieldBlock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The whole effective configuration, as it runs.
///
/// @param version grows by one with every accepted edit
/// @param unroutedFields the fields of every answer that no route gives, so that errors have security headers
///     too
/// @param unroutedSecureFields the same over TLS
/// @param onUnrouted what judges requests that have no route: of unknown paths, and of those that cannot be
///     read
public record Snapshot(
        long version,
        List<Route> routes,
        FieldBlock unroutedFields,
        FieldBlock unroutedSecureFields,
        List<Binding<Arrived>> onUnrouted) {
    public Snapshot {
        routes = List.copyOf(routes);
        onUnrouted = List.copyOf(onUnrouted);
    }

    /// The same fields over TLS and without, and nothing judges requests without a route.
    public Snapshot(long version, List<Route> routes, FieldBlock unroutedFields) {
        this(version, routes, unroutedFields, unroutedFields, List.of());
    }

    /// The fields of an answer that no route gives.
    public FieldBlock unroutedFields(Scheme scheme) {
        return switch (scheme) {
            case Scheme.Http _ -> unroutedFields;
            case Scheme.Https _ -> unroutedSecureFields;
        };
    }

    /// The policies that judge the requests of a route, and are not off.
    public Set<PolicyName> policiesOn(RouteName name) {
        return routes.stream()
                .filter(route -> route.name().equals(name))
                .flatMap(route -> Stream.<Binding<?>>concat(route.onArrival().stream(), route.onIdentified().stream()))
                .filter(binding -> binding.stance().ceiling() != Mode.OFF)
                .map(Binding::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
