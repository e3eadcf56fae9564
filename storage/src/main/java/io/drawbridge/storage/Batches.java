package io.drawbridge.storage;

import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Numbers the batches that one thread writes, so that each is written once: when the answer to a commit is
/// lost, the writer cannot know whether it was made, and writes the same batch again.
public final class Batches {
    private static final long KEPT_MILLISECONDS = 86_400_000;

    private final String writer = UUID.randomUUID().toString();
    private final InstantSource clock;
    private long batch = 1;

    /// @param clock says which old writers can be forgotten
    public Batches(InstantSource clock) {
        this.clock = clock;
    }

    /// What is known of a batch before it is written.
    public enum Known {
        NEW,
        /// Nothing is to be written.
        WRITTEN_ALREADY
    }

    /// Notes, in the transaction that writes the present batch, that it is written.
    public Known begin(Handle handle) {
        int hit = handle.createUpdate("""
                        INSERT INTO written_batch (writer, batch, at) VALUES (:writer, :batch, :at)
                        ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, at = excluded.at
                        WHERE written_batch.batch < excluded.batch""")
                .bind("writer", writer)
                .bind("batch", batch)
                .bind("at", clock.millis())
                .execute();
        if (batch == 1) {
            handle.execute("DELETE FROM written_batch WHERE at < ?", clock.millis() - KEPT_MILLISECONDS);
        }
        return hit > 0 ? Known.NEW : Known.WRITTEN_ALREADY;
    }

    /// The present batch is done, and the next one begins.
    public void done() {
        batch++;
    }
}
