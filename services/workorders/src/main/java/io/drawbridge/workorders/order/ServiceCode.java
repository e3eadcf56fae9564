package io.drawbridge.workorders.order;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kind of test that a visit is for, by the number that the trade uses.
public enum ServiceCode {
    ALL_DISPENSERS("2861", "AccuMeasure test of all dispensers"),
    SPECIFIC_DISPENSERS("2862", "AccuMeasure test of specific dispensers"),
    ALL_DISPENSERS_VARIANT("3002", "AccuMeasure test of all dispensers, extended"),
    OPEN_NECK_PROVER("3146", "Open neck prover test");

    private final String code;
    private final String description;

    ServiceCode(String code, String description) {
        this.code = code;
        this.description = description;
    }

    /// Four digits, for example `2861`.
    public String code() {
        return code;
    }

    /// What is done, for people.
    public String description() {
        return description;
    }

    /// The service with that number.
    public static Optional<ServiceCode> of(String code) {
        return Arrays.stream(values())
                .filter(service -> service.code.equals(code))
                .findFirst();
    }

    /// All numbers, for messages.
    public static String codes() {
        return Arrays.stream(values()).map(ServiceCode::code).collect(Collectors.joining(", "));
    }
}
