package io.drawbridge.domain.route;

import io.drawbridge.domain.exchange.Arrived;
import io.drawbridge.domain.exchange.Authenticator;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Binding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A route as it runs.
///
/// @param methods those it serves; empty for all. `HEAD` is served where `GET` is.
/// @param onArrival run first, in this order, before anybody is asked who they are
/// @param authenticator learns the identity
/// @param onIdentified run then, in this order
/// @param onBody run with those on arrival, and again whenever more is known of how large the body is
/// @param webSocket how long a WebSocket connection may be idle; without it none is opened here
public record Route(
        RouteName name,
        PathTemplate template,
        Set<String> methods,
        Destination destination,
        CrossOrigin crossOrigin,
        List<Binding<Arrived>> onArrival,
        Authenticator authenticator,
        List<Binding<Identified>> onIdentified,
        List<Binding<Arrived>> onBody,
        Optional<Duration> webSocket) {
    /// A route whose bodies nothing asks about, and where no WebSocket is opened.
    public Route(
            RouteName name,
            PathTemplate template,
            Set<String> methods,
            Destination destination,
            CrossOrigin crossOrigin,
            List<Binding<Arrived>> onArrival,
            Authenticator authenticator,
            List<Binding<Identified>> onIdentified) {
        this(
                name,
                template,
                methods,
                destination,
                crossOrigin,
                onArrival,
                authenticator,
                onIdentified,
                List.of(),
                Optional.empty());
    }

    /// This route, where WebSocket connections may be opened.
    ///
    /// @param idle until one on which nothing moves is closed
    public Route withWebSocket(Duration idle) {
        return new Route(
                name,
                template,
                methods,
                destination,
                crossOrigin,
                onArrival,
                authenticator,
                onIdentified,
                onBody,
                Optional.of(idle));
    }

    /// This route, with policies that judge how large bodies are.
    public Route withOnBody(List<Binding<Arrived>> bindings) {
        return new Route(
                name,
                template,
                methods,
                destination,
                crossOrigin,
                onArrival,
                authenticator,
                onIdentified,
                bindings,
                webSocket);
    }

    public Route {
        methods = Set.copyOf(methods);
        onArrival = List.copyOf(onArrival);
        onIdentified = List.copyOf(onIdentified);
        onBody = List.copyOf(onBody);
    }

    public boolean serves(String method) {
        return methods.isEmpty() || methods.contains(method) || (method.equals("HEAD") && methods.contains("GET"));
    }
}
