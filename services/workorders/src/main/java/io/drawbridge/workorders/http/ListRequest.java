package io.drawbridge.workorders.http;

import io.drawbridge.workorders.order.ListQuery;
import io.drawbridge.workorders.order.WorkOrderDetails;
import io.drawbridge.workorders.order.WorkOrderStatus;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads the parameters of the list and gathers all that is wrong with them.
final class ListRequest {
    private final QueryString query;
    private final List<FieldError> errors = new ArrayList<>();

    private ListRequest(QueryString query) {
        this.query = query;
    }

    static Parsed<ListQuery> parse(String owner, QueryString query) {
        return new ListRequest(query).parse(owner);
    }

    private Parsed<ListQuery> parse(String owner) {
        int skip = number("skip", 0, 0, Integer.MAX_VALUE);
        int limit = number("limit", ListQuery.DEFAULT_PAGE, 1, ListQuery.LARGEST_PAGE);
        var from = value("start_date", ListRequest::day, dayForPeople());
        var to = value("end_date", ListRequest::day, dayForPeople());
        var status = value("status", WorkOrderStatus::of, "must be one of " + WorkOrderStatus.names());
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            errors.add(new FieldError("end_date", "must not lie before start_date"));
        }
        return errors.isEmpty()
                ? new Parsed.Good<>(new ListQuery(owner, skip, limit, from, to, status))
                : new Parsed.Bad<>(Problem.invalid(errors));
    }

    private int number(String name, int absent, int smallest, int largest) {
        String forPeople = largest == Integer.MAX_VALUE
                ? "must be a whole number from " + smallest
                : "must be a whole number from " + smallest + " to " + largest;
        return value(name, text -> whole(text, smallest, largest), forPeople).orElse(absent);
    }

    private <T> Optional<T> value(String name, Function<String, Optional<T>> read, String forPeople) {
        var values = query.all(name);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            errors.add(new FieldError(name, "must not stand more than once"));
            return Optional.empty();
        }
        var value = read.apply(values.getFirst());
        if (value.isEmpty()) {
            errors.add(new FieldError(name, forPeople));
        }
        return value;
    }

    private static Optional<Integer> whole(String text, int smallest, int largest) {
        try {
            int number = Integer.parseInt(text);
            return number >= smallest && number <= largest ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// The day that a text such as `2026-03-02` names.
    static Optional<LocalDate> day(String text) {
        try {
            var day = LocalDate.parse(text);
            boolean possible = !day.isBefore(WorkOrderDetails.EARLIEST) && !day.isAfter(WorkOrderDetails.LATEST);
            return possible ? Optional.of(day) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static String dayForPeople() {
        return "must be a day between " + WorkOrderDetails.EARLIEST + " and " + WorkOrderDetails.LATEST
                + ", written like 2026-03-02";
    }
}
