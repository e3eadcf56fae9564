package io.drawbridge.controlplane.blocks;

import io.drawbridge.domain.network.Address;
import io.drawbridge.domain.network.Block;
import io.drawbridge.domain.network.Network;
import io.drawbridge.storage.Database;
import io.drawbridge.storage.Lock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Blocks in the database.
final class BlockRows {
    private static final long NEVER = Long.MAX_VALUE;
    private static final String COLUMNS =
            "SELECT network, origin, reason, author, placed_at, ends_at, offence FROM ip_block ";

    private final Database database;
    private final Jdbi jdbi;
    private final BlockChanges changes;

    BlockRows(Database database, BlockChanges changes) {
        this.database = database;
        this.jdbi = database.jdbi();
        this.changes = changes;
    }

    /// Writes blocks in place of those of the same networks, all or none.
    void put(Collection<Block> blocks, Instant now) {
        database.<@Nullable Void, RuntimeException>exclusively(Lock.BLOCKS, handle -> {
            put(handle, blocks);
            changes.note(handle, blocks.stream().map(Block::network).toList(), now);
            return null;
        });
    }

    /// Writes blocks where none of the same network lasts as long.
    ///
    /// @return those that were written
    List<Block> putIfLonger(Collection<Block> blocks, Instant now) {
        return database.<List<Block>, RuntimeException>exclusively(Lock.BLOCKS, handle -> {
            List<Block> wanted = new ArrayList<>();
            for (Block block : blocks) {
                Optional<Block> present = get(handle, block.network());
                if (present.isEmpty() || block.outlasts(present.get())) {
                    wanted.add(block);
                }
            }
            put(handle, wanted);
            changes.note(handle, wanted.stream().map(Block::network).toList(), now);
            return wanted;
        });
    }

    private static void put(Handle handle, Collection<Block> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO ip_block (network, origin, reason, author, placed_at, ends_at, offence)
                VALUES (:network, :origin, :reason, :author, :placed_at, :ends_at, :offence)
                ON CONFLICT (network) DO UPDATE SET
                    origin = excluded.origin, reason = excluded.reason, author = excluded.author,
                    placed_at = excluded.placed_at, ends_at = excluded.ends_at, offence = excluded.offence""");
        for (Block block : blocks) {
            batch.bind("network", block.network().toString())
                    .bind("origin", block.origin().word())
                    .bind("reason", block.reason())
                    .bind("author", block.author())
                    .bind("placed_at", block.placedAt().toEpochMilli())
                    .bind("ends_at", block.endsAt().map(Instant::toEpochMilli).orElse(NEVER))
                    .bind("offence", block.offence())
                    .add();
        }
        batch.execute();
    }

    Optional<Block> get(Network network) {
        return jdbi.withHandle(handle -> get(handle, network));
    }

    private static Optional<Block> get(Handle handle, Network network) {
        return handle.createQuery(COLUMNS + "WHERE network = :network")
                .bind("network", network.toString())
                .map((row, _) -> block(row))
                .findOne();
    }

    void delete(Network network, Instant now) {
        database.<@Nullable Void, RuntimeException>exclusively(Lock.BLOCKS, handle -> {
            handle.createUpdate("DELETE FROM ip_block WHERE network = :network")
                    .bind("network", network.toString())
                    .execute();
            changes.note(handle, List.of(network), now);
            return null;
        });
    }

    /// Those that hold, by network.
    ///
    /// @param origin absent for all
    /// @param covering absent for all; else those that an address lies in
    /// @param after the network after which to go on; empty to begin
    List<Block> list(Instant now, Optional<Block.Origin> origin, Optional<Address> covering, String after, int limit) {
        StringBuilder sql = new StringBuilder(COLUMNS).append("WHERE ends_at > :now AND network > :after");
        origin.ifPresent(_ -> sql.append(" AND origin = :origin"));
        covering.ifPresent(_ -> sql.append(" AND network IN (<covering>)"));
        sql.append(" ORDER BY network LIMIT :limit");
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(sql.toString())
                    .bind("now", now.toEpochMilli())
                    .bind("after", after)
                    .bind("limit", limit);
            origin.ifPresent(wanted -> query.bind("origin", wanted.word()));
            covering.ifPresent(address -> query.bindList("covering", around(address)));
            return query.map((row, _) -> block(row)).list();
        });
    }

    /// Every network that an address lies in.
    private static List<String> around(Address address) {
        List<String> networks = new ArrayList<>();
        for (int prefix = 0; prefix <= address.family().bits(); prefix++) {
            networks.add(Network.around(address, prefix).toString());
        }
        return networks;
    }

    long count(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM ip_block WHERE ends_at > :now")
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .one());
    }

    /// Every block that ends after an instant, in no order.
    void forEach(Instant after, Consumer<Block> taker) {
        database.<@Nullable Void, RuntimeException>read(handle -> {
            try (var rows = handle
                    .createQuery(COLUMNS + "WHERE ends_at > :after")
                    .setFetchSize(1000)
                    .bind("after", after.toEpochMilli())
                    .map((row, _) -> block(row))
                    .stream()) {
                rows.forEach(taker);
            }
            return null;
        });
    }

    /// The networks whose block ended between two instants.
    List<Network> ended(Instant after, Instant until) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT network FROM ip_block WHERE ends_at > :after AND ends_at <= :until")
                .bind("after", after.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .map((row, _) -> Network.parse(row.getString(1)))
                .list());
    }

    /// Deletes what has ended, automatic ones only when they have for long, or are too many.
    ///
    /// @param remembered when automatic ones that ended before it are deleted
    /// @param most how many automatic ones that have ended are kept
    void trim(Instant now, Instant remembered, int most) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("DELETE FROM ip_block WHERE ends_at <= :now AND origin <> :automatic")
                    .bind("now", now.toEpochMilli())
                    .bind("automatic", Block.Origin.AUTOMATIC.word())
                    .execute();
            long oldest = handle.createQuery("""
                            SELECT ends_at FROM ip_block WHERE origin = :automatic AND ends_at <= :now
                            ORDER BY ends_at DESC LIMIT 1 OFFSET :most""")
                    .bind("automatic", Block.Origin.AUTOMATIC.word())
                    .bind("now", now.toEpochMilli())
                    .bind("most", most)
                    .mapTo(Long.class)
                    .findOne()
                    .orElse(Long.MIN_VALUE);
            handle.createUpdate("DELETE FROM ip_block WHERE ends_at <= :oldest AND origin = :automatic")
                    .bind("oldest", Math.max(oldest, remembered.toEpochMilli()))
                    .bind("automatic", Block.Origin.AUTOMATIC.word())
                    .execute();
        });
    }

    private static Block block(ResultSet row) throws SQLException {
        long endsAt = row.getLong("ends_at");
        String origin = row.getString("origin");
        return new Block(
                Network.parse(row.getString("network")),
                Block.Origin.of(origin)
                        .orElseThrow(() -> new IllegalStateException("a block of an unknown origin: " + origin)),
                row.getString("reason"),
                row.getString("author"),
                Instant.ofEpochMilli(row.getLong("placed_at")),
                endsAt == NEVER ? Optional.empty() : Optional.of(Instant.ofEpochMilli(endsAt)),
                row.getInt("offence"));
    }
}
