package io.drawbridge.workorders.order;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/// The statements, which SQLite and PostgreSQL both understand. Nothing that a caller wrote is ever part of one: only
/// names of our own are joined, values are bound.
final class WorkOrderSql {
    private static final String COLUMNS = """
            page.id, page.user_id, page.external_id, page.site_name, page.address, page.scheduled_date,
            page.service_code, page.work_type, page.store_number, page.notes, page.instructions, page.visit_id,
            page.visit_number, page.status, page.created_date, page.updated_at, page.total,
            d.id AS dispenser_id, d.dispenser_number, d.dispenser_type, d.fuel_grades, d.make, d.model, d.serial_number,
            d.meter_type, d.number_of_nozzles, d.status AS dispenser_status, d.progress_percentage
            """;

    static final String ONE = "SELECT " + COLUMNS + """
            FROM (SELECT o.*, 1 AS total FROM work_orders o WHERE o.id = :id AND o.user_id = :user) page
            LEFT JOIN dispensers d ON d.work_order_id = page.id
            ORDER BY d.position
            """;

    static final String INSERT_ORDER = """
            INSERT INTO work_orders (id, user_id, external_id, site_name, address, scheduled_date, service_code, work_type,
              store_number, notes, instructions, visit_id, visit_number, status, created_date, updated_at)
            VALUES (:id, :user, :external_id, :site_name, :address, :scheduled_date, :service_code, :work_type,
              :store_number, :notes, :instructions, :visit_id, :visit_number, :status, :created, :updated)
            ON CONFLICT DO NOTHING
            """;

    static final String INSERT_DISPENSER = """
            INSERT INTO dispensers (id, work_order_id, position, dispenser_number, dispenser_type, fuel_grades, make, model,
              serial_number, meter_type, number_of_nozzles, status, progress_percentage)
            VALUES (:id, :order, :position, :number, :type, :fuel_grades, :make, :model,
              :serial_number, :meter_type, :nozzles, :status, :progress)
            """;

    static final String STATUS = "SELECT status FROM work_orders WHERE id = :id AND user_id = :user";

    static final String DELETE_DISPENSERS = """
            DELETE FROM dispensers
            WHERE work_order_id IN (SELECT id FROM work_orders WHERE id = :id AND user_id = :user)
            """;

    static final String DELETE_ORDER = "DELETE FROM work_orders WHERE id = :id AND user_id = :user";

    /// Between the grades of one dispenser: a grade has no control characters.
    static final String BETWEEN_GRADES = "\n";

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private WorkOrderSql() {}

    /// A page with the dispensers of its orders, and beside each row how many orders there are on all pages.
    static String page(ListQuery query) {
        return "SELECT " + COLUMNS + "FROM (SELECT o.*, count(*) OVER () AS total FROM work_orders o" + where(query)
                + """
                 ORDER BY o.scheduled_date DESC, o.id DESC LIMIT :limit OFFSET :skip) page
                LEFT JOIN dispensers d ON d.work_order_id = page.id
                ORDER BY page.scheduled_date DESC, page.id DESC, d.position
                """;
    }

    static String count(ListQuery query) {
        return "SELECT count(*) FROM work_orders o" + where(query);
    }

    private static String where(ListQuery query) {
        return " WHERE o.user_id = :user"
                + query.from().map(_ -> " AND o.scheduled_date >= :from").orElse("")
                + query.to().map(_ -> " AND o.scheduled_date <= :to").orElse("")
                + query.status().map(_ -> " AND o.status = :status").orElse("");
    }

    /// The change and the check of the step are one statement, so that nothing can come between them.
    static String changeStatus(WorkOrderStatus wanted) {
        String previous = wanted.previous().stream()
                .map(status -> "'" + status.text() + "'")
                .collect(Collectors.joining(", "));
        return "UPDATE work_orders SET status = :status, updated_at = :now"
                + " WHERE id = :id AND user_id = :user AND status IN (" + previous + ")";
    }

    static <S extends SqlStatement<S>> S bind(S statement, WorkOrder order) {
        var details = order.details();
        return statement
                .bind("id", order.id().toString())
                .bind("user", order.userId())
                .bind("external_id", details.externalId())
                .bind("site_name", details.siteName())
                .bind("address", details.address())
                .bind("scheduled_date", details.scheduledDate().toString())
                .bind("service_code", details.service().code())
                .bind("work_type", details.workType())
                .bind("store_number", details.storeNumber())
                .bind("notes", details.notes())
                .bind("instructions", details.instructions())
                .bind("visit_id", details.visitId())
                .bind("visit_number", details.visitNumber())
                .bind("status", order.status().text())
                .bind("created", text(order.created()))
                .bind("updated", text(order.updated()));
    }

    static <S extends SqlStatement<S>> S bind(S statement, UUID order, int position, Dispenser dispenser) {
        var details = dispenser.details();
        return statement
                .bind("id", dispenser.id().toString())
                .bind("order", order.toString())
                .bind("position", position)
                .bind("number", details.number())
                .bind("type", details.type())
                .bind("fuel_grades", String.join(BETWEEN_GRADES, details.fuelGrades()))
                .bind("make", details.make())
                .bind("model", details.model())
                .bind("serial_number", details.serialNumber())
                .bind("meter_type", details.meterType())
                .bind("nozzles", details.nozzles())
                .bind("status", dispenser.status().text())
                .bind("progress", dispenser.progress());
    }

    static String text(Instant instant) {
        return INSTANT.format(instant);
    }
}
