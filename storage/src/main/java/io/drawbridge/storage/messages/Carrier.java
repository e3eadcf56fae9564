package io.drawbridge.storage.messages;

import java.util.Set;

/// Something that carries topics from node to node, and may lose some.
public interface Carrier extends AutoCloseable {
    /// Who is told what was heard, by any thread; neither method waits.
    interface Listener {
        /// A node, perhaps this one, has published a topic.
        void heard(String topic);

        /// Messages may have been lost: whatever there is must be looked at.
        void lost();
    }

    /// Begins to carry, and goes on trying where that fails.
    void start(Listener listener);

    /// Sends topics on, or loses them; never waits longer than a few seconds.
    void send(Set<Topic> topics);

    @Override
    void close();
}
