package io.drawbridge.dataplane.tls;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// The keys that session tickets are sealed with. Whoever steals one reads what was sent in the sessions of its
/// time under TLS 1.2, so a key seals for half a day, opens for half a day more, and is forgotten.
final class TicketKeys {
    private static final int KEPT = 2;

    private final long lifetime;
    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final Deque<OpenSslSessionTicketKey> keys = new ArrayDeque<>();
    private volatile long newest;

    TicketKeys(Duration lifetime, LongSupplier nanoTime) {
        this.lifetime = lifetime.toNanos();
        this.nanoTime = nanoTime;
        this.newest = nanoTime.getAsLong() - this.lifetime;
    }

    /// Makes a new key where the newest is too old.
    void refresh(OpenSslSessionContext sessions) {
        if (nanoTime.getAsLong() - newest >= lifetime) {
            renew(sessions);
        }
    }

    private synchronized void renew(OpenSslSessionContext sessions) {
        long now = nanoTime.getAsLong();
        if (now - newest < lifetime) {
            return;
        }
        if (now - newest >= 2 * lifetime) {
            // Nobody came for so long that the old key's time to open is over too.
            keys.clear();
        }
        keys.addFirst(new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE)));
        if (keys.size() > KEPT) {
            keys.removeLast();
        }
        sessions.setTicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
        newest = now;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
