package io.drawbridge.domain.exchange;

import io.drawbridge.domain.identity.Client;
import io.drawbridge.domain.identity.ClientAddress;
import java.time.Instant;

/// One request on its way through. It is sealed by how much is known of it.
public sealed interface Exchange permits Arrived, Identified {
    RequestHead head();

    ClientAddress address();

    RouteName route();

    /// The value that a variable of the route's path template took, percent-encoded as in the path; empty where
    /// the template has no such variable.
    String pathValue(String variable);

    Instant arrivedAt();

    /// How the connection that it came over is secured.
    Scheme scheme();

    /// Whom a share counts, as far as is known.
    Client client();
}
