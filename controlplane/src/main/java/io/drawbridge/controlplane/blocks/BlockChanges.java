package io.drawbridge.controlplane.blocks;

import io.drawbridge.domain.network.Network;
import io.drawbridge.storage.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Which blocks have changed, in order, for the nodes that did not change them. Where there is one node,
/// nothing is written here.
final class BlockChanges {
    /// For how long a change is kept. Who has not looked for longer reads all blocks again.
    private static final Duration KEPT = Duration.ofHours(1);
    /// More changes than this are not followed one by one.
    private static final int MOST = 10_000;

    private final Database database;

    BlockChanges(Database database) {
        this.database = database;
    }

    /// What came after a number.
    sealed interface Since {
        /// @param number that of the newest change
        record Known(List<Network> networks, long number) implements Since {}

        /// Some of it is not kept, or it is too much.
        record Unknown() implements Since {}
    }

    /// Whether other nodes are told.
    boolean areKept() {
        return switch (database.dialect()) {
            case SQLITE -> false;
            case POSTGRESQL -> true;
        };
    }

    /// Notes changes. Called in the transaction that makes them, under the lock of the blocks, so that numbers
    /// become visible in their order.
    void note(Handle handle, Collection<Network> networks, Instant now) {
        if (!areKept() || networks.isEmpty()) {
            return;
        }
        long number = newest(handle);
        PreparedBatch batch = handle.prepareBatch(
                "INSERT INTO ip_block_change (number, network, at) VALUES (:number, :network, :at)");
        for (Network network : networks) {
            number++;
            batch.bind("number", number)
                    .bind("network", network.toString())
                    .bind("at", now.toEpochMilli())
                    .add();
        }
        batch.execute();
    }

    /// The number of the newest change; 0 where there was none.
    long newest() {
        return areKept() ? database.jdbi().withHandle(BlockChanges::newest) : 0;
    }

    private static long newest(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MAX(number), 0) FROM ip_block_change")
                .mapTo(Long.class)
                .one();
    }

    Since after(long seen) {
        return database.jdbi().withHandle(handle -> {
            long newest = newest(handle);
            if (newest == seen) {
                return new Since.Known(List.of(), seen);
            }
            List<Network> networks = new ArrayList<>(
                    handle.createQuery("SELECT network FROM ip_block_change WHERE number > :seen AND number <= :newest"
                                    + " ORDER BY number LIMIT :most")
                            .bind("seen", seen)
                            .bind("newest", newest)
                            .bind("most", MOST + 1)
                            .map((row, _) -> Network.parse(row.getString(1)))
                            .list());
            boolean whole = newest > seen && networks.size() == newest - seen && networks.size() <= MOST;
            return whole ? new Since.Known(networks, newest) : new Since.Unknown();
        });
    }

    void trim(Instant now) {
        if (areKept()) {
            database.jdbi()
                    .useHandle(handle -> handle.createUpdate("DELETE FROM ip_block_change WHERE at < :oldest"
                                    + " AND number < (SELECT MAX(number) FROM ip_block_change)")
                            .bind("oldest", now.minus(KEPT).toEpochMilli())
                            .execute());
        }
    }
}
