package io.drawbridge.dataplane.tls;

import io.drawbridge.domain.tls.ServerCertificate;
import io.drawbridge.domain.tls.TlsSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Speaks TLS with the clients of a listener. [#replace] changes certificates and rules for the handshakes that
/// begin from then on; connections that stand go on with what they began with.
public final class TlsFront {
    /// What is ready for handshakes: by name, and what everybody else gets.
    private record Ready(List<ShownCertificate> all, Map<String, ShownCertificate> byName) {
        static final Ready NOTHING = new Ready(List.of(), Map.of());

        /// A name counts more than a wildcard, and a wildcard stands for one label (RFC 9525, section 6.3).
        Optional<ShownCertificate> forName(String name) {
            ShownCertificate shown = byName.get(name);
            if (shown == null && name.indexOf('.') > 0) {
                shown = byName.get("*" + name.substring(name.indexOf('.')));
            }
            return shown != null ? Optional.of(shown) : all.stream().findFirst();
        }
    }

    private final TlsEngine engine;
    private final List<ApplicationProtocol> offered;
    private final Duration handshakeTimeout;
    private final TlsCounts counts;
    /// Handshakes begin under the read lock, so that nothing is given back while one is about to use it.
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private Ready ready = Ready.NOTHING;

    /// @param offered the protocols to choose from, the preferred one first
    /// @param handshakeTimeout from the connection to the end of its handshake
    /// @throws IllegalArgumentException when the engine does not take these settings, with what it says
    public TlsFront(
            TlsEngine engine,
            TlsSettings settings,
            List<ApplicationProtocol> offered,
            Duration handshakeTimeout,
            TlsCounts counts) {
        this.engine = engine;
        this.offered = List.copyOf(offered);
        this.handshakeTimeout = handshakeTimeout;
        this.counts = counts;
        replace(settings);
    }

    /// Takes other settings, whole or not at all.
    ///
    /// @throws IllegalArgumentException when the engine does not take them, with what it says; the old ones
    ///     stay
    public void replace(TlsSettings settings) {
        Ready next = prepare(settings);
        Ready old;
        lock.writeLock().lock();
        try {
            old = ready;
            ready = next;
        } finally {
            lock.writeLock().unlock();
        }
        old.all().forEach(ShownCertificate::release);
    }

    private Ready prepare(TlsSettings settings) {
        List<ShownCertificate> all = new ArrayList<>();
        Map<String, ShownCertificate> byName = new HashMap<>();
        for (ServerCertificate certificate : settings.certificates()) {
            try {
                ShownCertificate shown = new ShownCertificate(certificate, settings, engine, offered, System::nanoTime);
                all.add(shown);
                certificate.names().forEach(name -> byName.putIfAbsent(name, shown));
            } catch (SSLException | RuntimeException refused) {
                all.forEach(ShownCertificate::release);
                throw new IllegalArgumentException(
                        engine.title() + " does not take " + certificate + ": " + refused.getMessage(), refused);
            }
        }
        return new Ready(List.copyOf(all), Map.copyOf(byName));
    }

    /// Puts TLS before what serves a new connection.
    ///
    /// @param served adds what serves the connection, when the handshake is done
    public void secure(Channel channel, Consumer<Secured> served) {
        channel.pipeline().addLast(new ServerName(this), new Handshake(handshakeTimeout, counts, served));
    }

    /// @param name as the client wrote it; empty where it named nobody
    /// @throws SSLException when there is no certificate yet
    SslHandler handler(String name, ByteBufAllocator allocator) throws SSLException {
        lock.readLock().lock();
        try {
            ShownCertificate shown = ready.forName(name.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new SSLException("there is no certificate yet"));
            SslHandler handler = shown.handler(allocator);
            // One clock runs for the whole handshake, that of the handler behind it.
            handler.setHandshakeTimeoutMillis(0);
            return handler;
        } finally {
            lock.readLock().unlock();
        }
    }
}
