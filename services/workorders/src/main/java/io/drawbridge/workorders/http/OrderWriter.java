package io.drawbridge.workorders.http;

import io.drawbridge.workorders.order.Dispenser;
import io.drawbridge.workorders.order.WorkOrder;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes orders as JSON. What an order does not have is null, so that every order has the same members.
final class OrderWriter {
    private OrderWriter() {}

    static void write(JsonGenerator json, WorkOrder order) {
        var details = order.details();
        json.writeStartObject();
        json.writeStringProperty("id", order.id().toString());
        json.writeStringProperty("user_id", order.userId());
        json.writeStringProperty("external_id", details.externalId());
        json.writeStringProperty("site_name", details.siteName());
        json.writeStringProperty("address", details.address());
        json.writeStringProperty("scheduled_date", details.scheduledDate().toString());
        json.writeStringProperty("status", order.status().text());
        write(json, "work_type", details.workType());
        write(json, "notes", details.notes());
        write(json, "instructions", details.instructions());
        write(json, "store_number", details.storeNumber());
        json.writeStringProperty("service_code", details.service().code());
        json.writeStringProperty("service_description", details.service().description());
        write(json, "visit_id", details.visitId());
        write(json, "visit_number", details.visitNumber());
        json.writeStringProperty("created_date", order.created().toString());
        json.writeStringProperty("updated_at", order.updated().toString());
        json.writeArrayPropertyStart("dispensers");
        order.dispensers().forEach(dispenser -> write(json, dispenser));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Dispenser dispenser) {
        var details = dispenser.details();
        json.writeStartObject();
        json.writeStringProperty("id", dispenser.id().toString());
        json.writeStringProperty("dispenser_number", details.number());
        write(json, "dispenser_type", details.type());
        json.writeArrayPropertyStart("fuel_grades");
        details.fuelGrades().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("status", dispenser.status().text());
        json.writeNumberProperty("progress_percentage", dispenser.progress());
        write(json, "make", details.make());
        write(json, "model", details.model());
        write(json, "serial_number", details.serialNumber());
        write(json, "meter_type", details.meterType());
        if (details.nozzles().isPresent()) {
            json.writeNumberProperty("number_of_nozzles", details.nozzles().getAsInt());
        } else {
            json.writeNullProperty("number_of_nozzles");
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Optional<String> value) {
        value.ifPresentOrElse(text -> json.writeStringProperty(name, text), () -> json.writeNullProperty(name));
    }
}
