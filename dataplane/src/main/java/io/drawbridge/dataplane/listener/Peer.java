package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.exchange.Scheme;
import io.drawbridge.domain.identity.ClientAddress;

/// Who is at the other end of a client's connection.
///
/// @param address whose connection it is: who opened it, or whom the PROXY protocol names
/// @param scheme how it is secured, with the certificate that the client showed
public record Peer(ClientAddress address, Scheme scheme) {
    /// On a connection without TLS.
    static Peer plain(ClientAddress address) {
        return new Peer(address, Scheme.HTTP);
    }

    /// The same, once TLS has been agreed on.
    public Peer over(Scheme.Https secured) {
        return new Peer(address, secured);
    }
}
