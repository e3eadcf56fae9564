package io.drawbridge.storage.messages;

/// The way to tell all nodes to look again.
///
/// A part that keeps something of the database in memory uses it like this:
///
/// ```java
/// messages.subscribe(Topic.BLOCKS, blocks::lookAgain);   // reads the database, quickly where nothing changed
/// database.exclusively(Lock.BLOCKS, …);                  // a change …
/// messages.publish(Topic.BLOCKS);                        // … after its commit
/// ```
public interface Messages extends AutoCloseable {
    /// Has something looked at: soon after any node has published the topic, after a connection was lost and
    /// found again, and once a second for safety's sake. The same thing never runs twice at a time; messages
    /// that come meanwhile are one. What it throws is logged, once until it works again, and tried again.
    ///
    /// @param look reads the database; quick where nothing has changed, and not longer than a few seconds
    void subscribe(Topic topic, Runnable look);

    /// Tells every node, this one too. It never waits and never fails; call it after the commit.
    void publish(Topic topic);

    @Override
    void close();

    /// Of a node that is alone: whoever changes something knows it already.
    Messages ALONE = new Messages() {
        @Override
        public void subscribe(Topic topic, Runnable look) {
            // Nobody else changes anything.
        }

        @Override
        public void publish(Topic topic) {
            // Nobody else listens.
        }

        @Override
        public void close() {
            // There is nothing to end.
        }
    };
}
