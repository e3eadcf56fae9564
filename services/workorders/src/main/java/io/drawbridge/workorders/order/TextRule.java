package io.drawbridge.workorders.order;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a text that people write may look like: one table for the records, which refuse what breaks it, and for the
/// reader
/// of requests, which lists what breaks it. The lengths bound an order to some 25 KiB, and so a page of orders.
public enum TextRule {
    EXTERNAL_ID("external_id", 14, "W-\\d{1,12}", "W- and up to 12 digits, for example W-110450"),
    SITE_NAME("site_name", 200),
    ADDRESS("address", 300),
    WORK_TYPE("work_type", 100),
    STORE_NUMBER("store_number", 20),
    VISIT_ID("visit_id", 40),
    VISIT_NUMBER("visit_number", 40),
    NOTES("notes", 2_000, Lines.MANY),
    INSTRUCTIONS("instructions", 2_000, Lines.MANY),
    DISPENSER_NUMBER("dispenser_number", 7, "\\d{1,3}(/\\d{1,3})?", "a number or a pair of numbers, for example 1/2"),
    DISPENSER_TYPE("dispenser_type", 40),
    FUEL_GRADE("fuel_grades", 20),
    MAKE("make", 40),
    MODEL("model", 40),
    SERIAL_NUMBER("serial_number", 40),
    METER_TYPE("meter_type", 40);

    private enum Lines {
        ONE,
        MANY
    }

    private final String field;
    private final int longest;
    private final Lines lines;
    private final Optional<Pattern> form;
    private final String formForPeople;

    TextRule(String field, int longest) {
        this(field, longest, Lines.ONE);
    }

    TextRule(String field, int longest, Lines lines) {
        this.field = field;
        this.longest = longest;
        this.lines = lines;
        this.form = Optional.empty();
        this.formForPeople = "";
    }

    TextRule(String field, int longest, String form, String formForPeople) {
        this.field = field;
        this.longest = longest;
        this.lines = Lines.ONE;
        this.form = Optional.of(Pattern.compile(form));
        this.formForPeople = formForPeople;
    }

    /// The member's name in JSON.
    public String field() {
        return field;
    }

    /// What is wrong with a text, for the person who wrote it; empty when nothing is.
    public Optional<String> complaint(String text) {
        if (text.isBlank()) {
            return Optional.of("must not be empty");
        }
        if (text.length() > longest) {
            return Optional.of("must have " + longest + " characters at the most, not " + text.length());
        }
        // Neither database can keep a lone surrogate, and PostgreSQL no NUL.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return Optional.of("must be valid Unicode text");
        }
        if (text.chars().anyMatch(this::isUnwanted)) {
            return Optional.of("must not contain control characters");
        }
        if (form.isPresent() && !form.get().matcher(text).matches()) {
            return Optional.of("must be " + formForPeople);
        }
        return Optional.empty();
    }

    /// The text itself.
    ///
    /// @throws IllegalArgumentException when the text breaks the rule
    String checked(String text) {
        complaint(text).ifPresent(complaint -> {
            throw new IllegalArgumentException(field + " " + complaint);
        });
        return text;
    }

    Optional<String> checked(Optional<String> text) {
        return text.map(this::checked);
    }

    private boolean isUnwanted(int character) {
        boolean layout = character == '\n' || character == '\r' || character == '\t';
        return Character.isISOControl(character) && !(layout && lines == Lines.MANY);
    }
}
