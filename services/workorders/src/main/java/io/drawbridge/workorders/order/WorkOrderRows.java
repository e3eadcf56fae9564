package io.drawbridge.workorders.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;

/// Makes orders of joined rows: one row a dispenser, the rows of an order one after the other, and one row without a
/// dispenser for an order that has none.
final class WorkOrderRows {
    private WorkOrderRows() {}

    /// Gives each order to `each`, and returns the column `total`, or 0 when there is no row.
    static long each(ResultSet row, Consumer<WorkOrder> each) throws SQLException {
        long total = 0;
        Optional<Gathering> current = Optional.empty();
        while (row.next()) {
            total = row.getLong("total");
            var id = UUID.fromString(row.getString("id"));
            if (current.isEmpty() || !current.get().id.equals(id)) {
                current.ifPresent(finished -> each.accept(finished.order()));
                current = Optional.of(new Gathering(id, row));
            }
            current.get().addDispenser(row);
        }
        current.ifPresent(finished -> each.accept(finished.order()));
        return total;
    }

    /// An order whose rows are being read.
    private static final class Gathering {
        private final UUID id;
        private final String userId;
        private final WorkOrderDetails details;
        private final WorkOrderStatus status;
        private final Instant created;
        private final Instant updated;
        private final List<Dispenser> dispensers = new ArrayList<>();

        Gathering(UUID id, ResultSet row) throws SQLException {
            this.id = id;
            this.userId = row.getString("user_id");
            this.details = details(row);
            this.status = WorkOrderStatus.of(row.getString("status")).orElseThrow();
            this.created = Instant.parse(row.getString("created_date"));
            this.updated = Instant.parse(row.getString("updated_at"));
        }

        void addDispenser(ResultSet row) throws SQLException {
            var dispenser = optional(row, "dispenser_id");
            if (dispenser.isPresent()) {
                dispensers.add(dispenser(UUID.fromString(dispenser.get()), row));
            }
        }

        WorkOrder order() {
            return new WorkOrder(id, userId, details, status, created, updated, dispensers);
        }
    }

    private static WorkOrderDetails details(ResultSet row) throws SQLException {
        return new WorkOrderDetails(
                row.getString("external_id"),
                row.getString("site_name"),
                row.getString("address"),
                LocalDate.parse(row.getString("scheduled_date")),
                ServiceCode.of(row.getString("service_code")).orElseThrow(),
                optional(row, "work_type"),
                optional(row, "store_number"),
                optional(row, "notes"),
                optional(row, "instructions"),
                optional(row, "visit_id"),
                optional(row, "visit_number"));
    }

    private static Dispenser dispenser(UUID id, ResultSet row) throws SQLException {
        int nozzles = row.getInt("number_of_nozzles");
        var details = new DispenserDetails(
                row.getString("dispenser_number"),
                optional(row, "dispenser_type"),
                List.of(row.getString("fuel_grades").split(WorkOrderSql.BETWEEN_GRADES, -1)),
                optional(row, "make"),
                optional(row, "model"),
                optional(row, "serial_number"),
                optional(row, "meter_type"),
                nozzles == 0 ? OptionalInt.empty() : OptionalInt.of(nozzles));
        var status = DispenserStatus.of(row.getString("dispenser_status")).orElseThrow();
        return new Dispenser(id, details, status, row.getInt("progress_percentage"));
    }

    private static Optional<String> optional(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }
}
