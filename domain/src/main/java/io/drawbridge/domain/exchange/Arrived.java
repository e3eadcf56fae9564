package io.drawbridge.domain.exchange;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import java.time.Instant;
import java.util.Map;

/// A request whose head has been read and routed; who sent it is not known yet.
///
/// @param scheme how the connection that it came over is secured
/// @param bodyBytes how large the body is: what it says, or else as much as has been read so far
public record Arrived(
        RequestHead head,
        ClientAddress address,
        RouteName route,
        Map<String, String> pathValues,
        Instant arrivedAt,
        Scheme scheme,
        long bodyBytes)
        implements Exchange {
    /// Over plain HTTP.
    public Arrived(
            RequestHead head, ClientAddress address, RouteName route, Map<String, String> pathValues, Instant at) {
        this(head, address, route, pathValues, at, Scheme.HTTP);
    }

    /// A request of whose body nothing has been read.
    public Arrived(
            RequestHead head,
            ClientAddress address,
            RouteName route,
            Map<String, String> pathValues,
            Instant arrivedAt,
            Scheme scheme) {
        this(head, address, route, pathValues, arrivedAt, scheme, declared(head));
    }

    private static long declared(RequestHead head) {
        // The parser has checked that it is a number and stands there once.
        return head.fields().first("content-length").map(Long::parseLong).orElse(0L);
    }

    /// This request, when so much of its body has been read.
    public Arrived withBodyBytes(long bytes) {
        return new Arrived(head, address, route, pathValues, arrivedAt, scheme, bytes);
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
