package io.drawbridge.domain.readiness;

import io.drawbridge.domain.identity.Client;
import java.time.Instant;

/// One client that has been seen.
///
/// @param address the address last known
/// @param userAgent the user agent last known, as received
/// @param requests all its requests
public record SeenClient(Client client, String address, String userAgent, Instant lastSeen, long requests) {}
