package io.drawbridge.dataplane.route;

import io.drawbridge.domain.route.Route;
import java.util.Map;
import java.util.Set;

/// What the route table knows of a path and method.
public sealed interface RouteMatch {
    /// @param values what the template's variables took
    record Found(Route route, Map<String, String> values) implements RouteMatch {}

    /// The path is known, the method is not served there.
    record WrongMethod(Set<String> allowed) implements RouteMatch {}

    /// The path is not known.
    record NoRoute() implements RouteMatch {}
}
