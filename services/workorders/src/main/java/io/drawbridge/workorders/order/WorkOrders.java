package io.drawbridge.workorders.order;

import io.drawbridge.workorders.database.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The orders of all users, in the database. Every call names the user for whom it is made, and every statement asks
/// for
/// that user's rows alone.
public final class WorkOrders {
    /// Rows that PostgreSQL's driver holds in memory at once.
    private static final int ROWS_AT_ONCE = 100;

    private final Database database;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /// @param clock for the times of changes
    /// @param ids names for new orders and dispensers, each one different
    public WorkOrders(Database database, Clock clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /// Gives the orders of a page, the latest visit first, one by one to `each`, and returns how many there are on
    /// all
    /// pages. One statement; a second one only counts, when the page lies behind the last order.
    public long list(ListQuery query, Consumer<WorkOrder> each) {
        return database.read(handle -> {
            var page = handle.createQuery(WorkOrderSql.page(query));
            bind(page, query)
                    .bind("limit", query.limit())
                    .bind("skip", query.skip())
                    .setFetchSize(ROWS_AT_ONCE);
            long total = page.scanResultSet((rows, _) -> WorkOrderRows.each(rows.get(), each));
            if (total > 0 || query.skip() == 0) {
                return total;
            }
            return bind(handle.createQuery(WorkOrderSql.count(query)), query)
                    .mapTo(Long.class)
                    .one();
        });
    }

    private static Query bind(Query statement, ListQuery query) {
        statement.bind("user", query.userId());
        query.from().ifPresent(day -> statement.bind("from", day.toString()));
        query.to().ifPresent(day -> statement.bind("to", day.toString()));
        query.status().ifPresent(status -> statement.bind("status", status.text()));
        return statement;
    }

    /// The user's order of that id.
    public Optional<WorkOrder> find(String userId, UUID id) {
        return database.read(handle -> {
            var found = new ArrayList<WorkOrder>(1);
            handle.createQuery(WorkOrderSql.ONE)
                    .bind("user", userId)
                    .bind("id", id.toString())
                    .scanResultSet((rows, _) -> WorkOrderRows.each(rows.get(), found::add));
            return found.stream().findFirst();
        });
    }

    /// Keeps a new order, pending, with dispensers that are not yet tested.
    public Creation create(String userId, WorkOrderDetails details, List<DispenserDetails> dispensers) {
        var now = now();
        var untested = dispensers.stream()
                .map(dispenser -> Dispenser.untested(ids.get(), dispenser))
                .toList();
        return add(new WorkOrder(ids.get(), userId, details, WorkOrderStatus.PENDING, now, now, untested));
    }

    /// Keeps an order as it is given.
    public Creation add(WorkOrder order) {
        return database.jdbi().inTransaction(handle -> {
            int added = WorkOrderSql.bind(handle.createUpdate(WorkOrderSql.INSERT_ORDER), order)
                    .execute();
            if (added == 0) {
                return new Creation.Duplicate(order.details().externalId());
            }
            insertDispensers(handle, order);
            return new Creation.Created(order);
        });
    }

    private static void insertDispensers(Handle handle, WorkOrder order) {
        if (order.dispensers().isEmpty()) {
            return;
        }
        try (var batch = handle.prepareBatch(WorkOrderSql.INSERT_DISPENSER)) {
            for (int position = 0; position < order.dispensers().size(); position++) {
                WorkOrderSql.bind(
                        batch, order.id(), position, order.dispensers().get(position));
                batch.add();
            }
            batch.execute();
        }
    }

    /// Gives an order another status, if that may follow the one that it has. Of two changes at once that both start
    /// from
    /// the same status, one wins and the other is told.
    public StatusChange changeStatus(String userId, UUID id, WorkOrderStatus wanted) {
        var now = now();
        return database.jdbi().inTransaction(handle -> {
            int changed = handle.createUpdate(WorkOrderSql.changeStatus(wanted))
                    .bind("status", wanted.text())
                    .bind("now", WorkOrderSql.text(now))
                    .bind("id", id.toString())
                    .bind("user", userId)
                    .execute();
            if (changed == 1) {
                return new StatusChange.Changed(wanted, now);
            }
            return handle.createQuery(WorkOrderSql.STATUS)
                    .bind("id", id.toString())
                    .bind("user", userId)
                    .mapTo(String.class)
                    .findOne()
                    .flatMap(WorkOrderStatus::of)
                    .<StatusChange>map(StatusChange.NotAllowed::new)
                    .orElseGet(StatusChange.NoSuchOrder::new);
        });
    }

    /// Deletes an order with its dispensers.
    public Deletion delete(String userId, UUID id) {
        return database.jdbi().inTransaction(handle -> {
            int dispensers = handle.createUpdate(WorkOrderSql.DELETE_DISPENSERS)
                    .bind("id", id.toString())
                    .bind("user", userId)
                    .execute();
            int orders = handle.createUpdate(WorkOrderSql.DELETE_ORDER)
                    .bind("id", id.toString())
                    .bind("user", userId)
                    .execute();
            return orders == 0 ? new Deletion.NoSuchOrder() : new Deletion.Deleted(dispensers);
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
