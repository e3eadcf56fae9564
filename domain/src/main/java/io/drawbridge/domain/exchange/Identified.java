package io.drawbridge.domain.exchange;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.identity.Identity;
import java.time.Instant;

/// A request of which is known who sent it, or that this cannot be known.
public record Identified(Arrived arrived, Identity identity, Client client) implements Exchange {
    public Identified(Arrived arrived, Identity identity) {
        this(arrived, identity, Client.of(identity, arrived.address()));
    }

    @Override
    public RequestHead head() {
        return arrived.head();
    }

    @Override
    public ClientAddress address() {
        return arrived.address();
    }

    @Override
    public RouteName route() {
        return arrived.route();
    }

    @Override
    public String pathValue(String variable) {
        return arrived.pathValue(variable);
    }

    @Override
    public Instant arrivedAt() {
        return arrived.arrivedAt();
    }

    @Override
    public Scheme scheme() {
        return arrived.scheme();
    }
}
