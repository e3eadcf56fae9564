package io.drawbridge.workorders.order;

import java.time.LocalDate;
import java.util.Optional;

/// Which page of whose orders.
///
/// @param userId the owner
/// @param skip orders to leave out at the start, 0 or more
/// @param limit orders on the page, 1 to [#LARGEST_PAGE]
/// @param from the first day, included
/// @param to the last day, included
public record ListQuery(
        String userId,
        int skip,
        int limit,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Optional<WorkOrderStatus> status) {
    public static final int DEFAULT_PAGE = 100;
    public static final int LARGEST_PAGE = 500;

    public ListQuery {
        if (skip < 0) {
            throw new IllegalArgumentException("skip is 0 or more, not " + skip);
        }
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw new IllegalArgumentException("limit is from 1 to " + LARGEST_PAGE + ", not " + limit);
        }
    }

    /// The first page of all orders of a user.
    public static ListQuery all(String userId) {
        return new ListQuery(userId, 0, DEFAULT_PAGE, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
