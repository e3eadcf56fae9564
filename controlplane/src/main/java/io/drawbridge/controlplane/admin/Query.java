package io.drawbridge.controlplane.admin;

import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.domain.exchange.Exchange;
import java.util.List;
import java.util.Optional;

/// Reads what a request asks for beside its body.
final class Query {
    private Query() {}

    static Optional<String> text(Exchange exchange, String name) throws BadRequest {
        List<String> values = exchange.head().target().queryValues(name);
        if (values.size() > 1) {
            throw bad("The query has " + name + " more than once.", "Give it once.");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    /// `true` or `false`; absent is false.
    static boolean flag(Exchange exchange, String name) throws BadRequest {
        String value = text(exchange, name).orElse("false");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw bad(
                        "The query's " + name + " is neither true nor false.",
                        "Give " + name + "=true or leave it out.");
        };
    }

    static int number(Exchange exchange, String name, int usual, int least, int most) throws BadRequest {
        String text = text(exchange, name).orElse(Integer.toString(usual));
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw bad(
                "The query's " + name + " is not a number from " + least + " to " + most + ".", "Give such a number.");
    }

    /// What `If-Match` (RFC 9110, section 13.1.1) says about a version.
    enum Precondition {
        /// There is none.
        ABSENT,
        HOLDS,
        FAILS
    }

    static Precondition expects(Exchange exchange, long version) {
        List<String> fields = exchange.head().fields().all("if-match");
        if (fields.isEmpty()) {
            return Precondition.ABSENT;
        }
        for (String field : fields) {
            for (String tag : field.split(",", -1)) {
                String stripped = tag.strip();
                if (stripped.equals("*") || stripped.equals("\"" + version + "\"")) {
                    return Precondition.HOLDS;
                }
            }
        }
        return Precondition.FAILS;
    }

    static BadRequest bad(String detail, String remediation) {
        return new BadRequest(
                new Problem(400, "request-invalid", "The request cannot be understood", detail, remediation));
    }
}
