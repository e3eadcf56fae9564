package io.drawbridge.dataplane.client;

import io.drawbridge.domain.exchange.Fields;
import io.drawbridge.domain.identity.ClientAddress;
import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.NetworkSet;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Whom the listener believes about who the client is.
public final class ClientAddresses {
    private static final System.Logger LOG = System.getLogger(ClientAddresses.class.getName());
    private static final long WARN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /// Nobody: the client is who has the connection.
    public static final ClientAddresses OF_CONNECTIONS = new ClientAddresses(
            NetworkSet.NONE, ForwardedHeader.X_FORWARDED_FOR, NetworkSet.NONE, Duration.ofSeconds(5));

    private final NetworkSet trusted;
    private final ForwardedHeader header;
    private final NetworkSet proxyProtocol;
    private final Duration headerTimeout;
    private final LongAdder headersRefused = new LongAdder();
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    /// @param trusted the proxies whose field is believed
    /// @param header the field that they write
    /// @param proxyProtocol the sources that begin every connection with a PROXY protocol header
    /// @param headerTimeout how long they may take to send it
    public ClientAddresses(
            NetworkSet trusted, ForwardedHeader header, NetworkSet proxyProtocol, Duration headerTimeout) {
        if (!headerTimeout.isPositive()) {
            throw new IllegalArgumentException("a time-out is longer than nothing");
        }
        this.trusted = trusted;
        this.header = header;
        this.proxyProtocol = proxyProtocol;
        this.headerTimeout = headerTimeout;
    }

    /// The client of a request.
    ///
    /// From the end backwards: as long as the address found so far is a trusted proxy's, the element before it
    /// is what that proxy says. An element that names no address, because it is malformed, hidden or `unknown`,
    /// ends the walk, and the last good address stands: it is that of the proxy that would not say more.
    ///
    /// @param peer who has the connection, or who has it by the PROXY protocol
    public ClientAddress client(ClientAddress peer, Fields fields) {
        if (trusted.isEmpty()) {
            return peer;
        }
        Address found = Address.of(peer);
        if (!trusted.contains(found)) {
            return peer;
        }
        Iterator<String> elements = header.lastFirst(fields);
        boolean moved = false;
        while (elements.hasNext() && trusted.contains(found)) {
            Optional<Address> before = header.address(elements.next());
            if (before.isEmpty()) {
                break;
            }
            found = before.get();
            moved = true;
        }
        return moved ? found.client() : peer;
    }

    /// Whether connections from this source carry the requests of many clients, or of one who is not known yet.
    public boolean isProxy(ClientAddress source) {
        return trusted.contains(source) || proxyProtocol.contains(source);
    }

    /// Whether connections from this source begin with a PROXY protocol header.
    public boolean expectsHeader(ClientAddress source) {
        return proxyProtocol.contains(source);
    }

    public Duration headerTimeout() {
        return headerTimeout;
    }

    /// Takes note of a connection that was closed for want of a good PROXY protocol header.
    public void headerRefused(ClientAddress source, String why) {
        headersRefused.increment();
        long due = nextWarning.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARN_EVERY_NANOS)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a connection from {0} was closed: {1}; this source is listed under proxy_protocol, so it has to"
                            + " send the header on every connection (the next ones are counted, and not logged for a"
                            + " minute)",
                    source.text(),
                    why);
        }
    }

    /// Connections closed, since the start, because their PROXY protocol header was missing, malformed or late.
    public long headersRefused() {
        return headersRefused.sum();
    }
}
