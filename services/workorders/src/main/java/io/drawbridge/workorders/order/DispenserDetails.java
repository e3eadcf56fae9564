package io.drawbridge.workorders.order;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What people write about a dispenser.
///
/// @param number the positions that it serves, for example `1/2`
/// @param fuelGrades 1 to [#MOST_GRADES] grades
/// @param nozzles 1 to [#MOST_NOZZLES]
public record DispenserDetails(
        String number,
        Optional<String> type,
        List<String> fuelGrades,
        Optional<String> make,
        Optional<String> model,
        Optional<String> serialNumber,
        Optional<String> meterType,
        OptionalInt nozzles) {
    public static final int MOST_GRADES = 6;
    public static final int MOST_NOZZLES = 24;

    public DispenserDetails {
        TextRule.DISPENSER_NUMBER.checked(number);
        TextRule.DISPENSER_TYPE.checked(type);
        fuelGrades = List.copyOf(fuelGrades);
        fuelGrades.forEach(TextRule.FUEL_GRADE::checked);
        if (fuelGrades.isEmpty() || fuelGrades.size() > MOST_GRADES) {
            throw new IllegalArgumentException("fuel_grades must have 1 to " + MOST_GRADES + " entries");
        }
        TextRule.MAKE.checked(make);
        TextRule.MODEL.checked(model);
        TextRule.SERIAL_NUMBER.checked(serialNumber);
        TextRule.METER_TYPE.checked(meterType);
        if (nozzles.isPresent() && (nozzles.getAsInt() < 1 || nozzles.getAsInt() > MOST_NOZZLES)) {
            throw new IllegalArgumentException("number_of_nozzles must be from 1 to " + MOST_NOZZLES);
        }
    }
}
