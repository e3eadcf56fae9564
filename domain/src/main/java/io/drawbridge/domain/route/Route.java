package io.drawbridge.domain.route;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Binding;
import java.util.List;
import java.util.Set;

/// A route as it runs.
///
/// @param methods those it serves; empty for all. `HEAD` is served where `GET` is.
/// @param onArrival run first, in this order, before anybody is asked who they are
/// @param authenticator learns the identity
/// @param onIdentified run then, in this order
public record Route(
        RouteName name,
        PathTemplate template,
        Set<String> methods,
        Destination destination,
        CrossOrigin crossOrigin,
        List<Binding<Arrived>> onArrival,
        Authenticator authenticator,
        List<Binding<Identified>> onIdentified) {
    public Route {
        methods = Set.copyOf(methods);
        onArrival = List.copyOf(onArrival);
        onIdentified = List.copyOf(onIdentified);
    }

    public boolean serves(String method) {
        return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }
}
