package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.exchange.Scheme;

/// What a finished handshake says of its connection.
///
/// @param scheme with the client's certificate
/// @param protocol what client and gateway agreed on; HTTP/1.1 where the client named nothing
public record Secured(Scheme.Https scheme, ApplicationProtocol protocol) {}
