package io.drawbridge.workorders.order;

import java.time.LocalDate;
import java.util.Optional;

/// What people write about a work order.
///
/// @param externalId the number in the system that the order came from; unique for its owner
/// @param scheduledDate the day of the visit, in the store's own time zone
public record WorkOrderDetails(
        String externalId,
        String siteName,
        String address,
        LocalDate scheduledDate,
        ServiceCode service,
        Optional<String> workType,
        Optional<String> storeNumber,
        Optional<String> notes,
        Optional<String> instructions,
        Optional<String> visitId,
        Optional<String> visitNumber) {
    /// Days before or after are typing errors; they would also break the order of dates kept as text.
    public static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

    public static final LocalDate LATEST = LocalDate.of(2999, 12, 31);

    public WorkOrderDetails {
        TextRule.EXTERNAL_ID.checked(externalId);
        TextRule.SITE_NAME.checked(siteName);
        TextRule.ADDRESS.checked(address);
        TextRule.WORK_TYPE.checked(workType);
        TextRule.STORE_NUMBER.checked(storeNumber);
        TextRule.NOTES.checked(notes);
        TextRule.INSTRUCTIONS.checked(instructions);
        TextRule.VISIT_ID.checked(visitId);
        TextRule.VISIT_NUMBER.checked(visitNumber);
        if (scheduledDate.isBefore(EARLIEST) || scheduledDate.isAfter(LATEST)) {
            throw new IllegalArgumentException("scheduled_date must lie between " + EARLIEST + " and " + LATEST);
        }
    }
}
