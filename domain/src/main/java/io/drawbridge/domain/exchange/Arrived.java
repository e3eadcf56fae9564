package io.drawbridge.domain.exchange;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import java.time.Instant;
import java.util.Map;

/// A request whose head has been read and routed; who sent it is not known yet.
///
/// @param scheme how the connection that it came over is secured
public record Arrived(
        RequestHead head,
        ClientAddress address,
        RouteName route,
        Map<String, String> pathValues,
        Instant arrivedAt,
        Scheme scheme)
        implements Exchange {
    /// Over plain HTTP.
    public Arrived(
            RequestHead head, ClientAddress address, RouteName route, Map<String, String> pathValues, Instant at) {
        this(head, address, route, pathValues, at, Scheme.HTTP);
    }

    public Arrived {
        pathValues = Map.copyOf(pathValues);
    }

    @Override
    public String pathValue(String variable) {
        return pathValues.getOrDefault(variable, "");
    }

    @Override
    public Client client() {
        return new Client.Network(address.network());
    }
}
