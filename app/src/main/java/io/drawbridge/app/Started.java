package io.drawbridge.app;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a gateway has started. It is stopped in reverse order, and one part that cannot be stopped leaves no other
/// running.
final class Started implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Started.class.getName());

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /// Remembers a part, and gives it back.
    synchronized <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Exception failure) {
                LOG.log(System.Logger.Level.ERROR, "a part of the gateway could not be stopped: " + part, failure);
            }
        }
    }
}
