package io.drawbridge.workorders.http;

import io.drawbridge.workorders.order.DispenserDetails;
import io.drawbridge.workorders.order.ServiceCode;
import io.drawbridge.workorders.order.TextRule;
import io.drawbridge.workorders.order.WorkOrder;
import io.drawbridge.workorders.order.WorkOrderDetails;
import io.drawbridge.workorders.order.WorkOrderStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads the bodies of requests. What the service keeps by itself (id, owner, status, times) is not known here, and
/// so
/// refused rather than overlooked.
final class OrderReader {
    /// An order that somebody wants to have kept.
    record NewOrder(WorkOrderDetails details, List<DispenserDetails> dispensers) {
        NewOrder {
            dispensers = List.copyOf(dispensers);
        }
    }

    private OrderReader() {}

    static Parsed<NewOrder> newOrder(JsonNode body) {
        var errors = new ArrayList<FieldError>();
        var members = new Members(body, "", errors);
        var externalId = members.required(TextRule.EXTERNAL_ID);
        var siteName = members.required(TextRule.SITE_NAME);
        var address = members.required(TextRule.ADDRESS);
        var scheduledDate = members.required("scheduled_date", ListRequest::day, ListRequest.dayForPeople());
        var service = members.required("service_code", ServiceCode::of, "must be one of " + ServiceCode.codes());
        var workType = members.optional(TextRule.WORK_TYPE);
        var storeNumber = members.optional(TextRule.STORE_NUMBER);
        var notes = members.optional(TextRule.NOTES);
        var instructions = members.optional(TextRule.INSTRUCTIONS);
        var visitId = members.optional(TextRule.VISIT_ID);
        var visitNumber = members.optional(TextRule.VISIT_NUMBER);
        var dispensers = dispensers(members.array("dispensers", 0, WorkOrder.MOST_DISPENSERS), errors);
        members.noOthers();
        if (!errors.isEmpty()) {
            return new Parsed.Bad<>(Problem.invalid(errors));
        }
        var details = new WorkOrderDetails(
                externalId.orElseThrow(),
                siteName.orElseThrow(),
                address.orElseThrow(),
                scheduledDate.orElseThrow(),
                service.orElseThrow(),
                workType,
                storeNumber,
                notes,
                instructions,
                visitId,
                visitNumber);
        return new Parsed.Good<>(new NewOrder(details, dispensers));
    }

    private static List<DispenserDetails> dispensers(List<JsonNode> entries, List<FieldError> errors) {
        var dispensers = new ArrayList<DispenserDetails>();
        for (int index = 0; index < entries.size(); index++) {
            String name = "dispensers[" + index + "]";
            if (entries.get(index).isObject()) {
                dispenser(entries.get(index), name + ".", errors).ifPresent(dispensers::add);
            } else {
                errors.add(new FieldError(name, "must be an object"));
            }
        }
        return dispensers;
    }

    private static Optional<DispenserDetails> dispenser(JsonNode entry, String prefix, List<FieldError> errors) {
        int before = errors.size();
        var members = new Members(entry, prefix, errors);
        var number = members.required(TextRule.DISPENSER_NUMBER);
        var type = members.optional(TextRule.DISPENSER_TYPE);
        var grades = members.texts(TextRule.FUEL_GRADE, 1, DispenserDetails.MOST_GRADES);
        var make = members.optional(TextRule.MAKE);
        var model = members.optional(TextRule.MODEL);
        var serialNumber = members.optional(TextRule.SERIAL_NUMBER);
        var meterType = members.optional(TextRule.METER_TYPE);
        var nozzles = members.number("number_of_nozzles", 1, DispenserDetails.MOST_NOZZLES);
        members.noOthers();
        return errors.size() > before
                ? Optional.empty()
                : Optional.of(new DispenserDetails(
                        number.orElseThrow(), type, grades, make, model, serialNumber, meterType, nozzles));
    }

    static Parsed<WorkOrderStatus> status(JsonNode body) {
        var errors = new ArrayList<FieldError>();
        var members = new Members(body, "", errors);
        var status = members.required("status", WorkOrderStatus::of, "must be one of " + WorkOrderStatus.names());
        members.noOthers();
        return errors.isEmpty() ? new Parsed.Good<>(status.orElseThrow()) : new Parsed.Bad<>(Problem.invalid(errors));
    }
}
