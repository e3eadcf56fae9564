package io.drawbridge.workorders.http;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// An error as the client gets it: problem+json (RFC 9457) with a stable `code`.
///
/// @param code in kebab-case; programs decide by it
/// @param detail what to do, for people; never from an exception
/// @param errors each member or parameter that is wrong; at most [#MOST_ERRORS] are listed
record Problem(int status, String title, String code, String detail, List<FieldError> errors) {
    static final int MOST_ERRORS = 100;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TYPE = "application/problem+json";

    Problem {
        errors = List.copyOf(errors.size() > MOST_ERRORS ? errors.subList(0, MOST_ERRORS) : errors);
    }

    private static Problem of(int status, String title, String code, String detail) {
        return new Problem(status, title, code, detail, List.of());
    }

    static Problem unidentified() {
        return of(
                401,
                "Unauthorized",
                "identity-required",
                "This service answers requests that come through its gateway. Send the request there, with a valid token.");
    }

    static Problem othersOrders() {
        return of(
                403,
                "Forbidden",
                "not-your-orders",
                "The parameter user_id names somebody else. Leave it out, or give your own id.");
    }

    static Problem noSuchOrder() {
        return of(404, "Not Found", "work-order-not-found", "You have no work order of this id.");
    }

    static Problem noSuchPath() {
        return of(404, "Not Found", "not-found", "There is nothing at this path for this method.");
    }

    static Problem duplicate(String externalId) {
        return of(
                409,
                "Conflict",
                "duplicate-external-id",
                "You have a work order with the external_id " + externalId + " already.");
    }

    static Problem notAllowed(String wanted, String current, String next) {
        return of(
                409,
                "Conflict",
                "status-not-allowed",
                "The work order is " + current + " and cannot become " + wanted + ". "
                        + (next.isEmpty() ? "It is final." : "It can become: " + next + "."));
    }

    static Problem invalid(List<FieldError> errors) {
        return new Problem(400, "Bad Request", "validation-failed", "See errors for each field.", errors);
    }

    static Problem notJson() {
        return of(
                400,
                "Bad Request",
                "malformed-json",
                "The body must be one JSON object, without members that stand twice, of reasonable depth and size.");
    }

    static Problem malformed() {
        return of(400, "Bad Request", "bad-request", "The request is not well-formed HTTP.");
    }

    static Problem wantsJson() {
        return of(415, "Unsupported Media Type", "unsupported-media-type", "Send the body as application/json.");
    }

    static Problem tooLarge() {
        return of(413, "Content Too Large", "body-too-large", "A body has 1 MiB at the most.");
    }

    static Problem busy() {
        return of(
                503,
                "Service Unavailable",
                "busy",
                "Too much is being asked at once. Try again in a second, or ask for a smaller page.");
    }

    static Problem databaseUnavailable() {
        return of(
                503,
                "Service Unavailable",
                "database-unavailable",
                "The database does not answer. Try again in a second.");
    }

    static Problem internal(String incident) {
        return of(
                500,
                "Internal Server Error",
                "internal-error",
                "The request failed. The service's log says why under incident " + incident + ".");
    }

    /// A status for which there is nothing more to say.
    static Problem other(int status) {
        return of(status, "Error", "http-" + status, "The request was refused with status " + status + ".");
    }

    Answer answer() {
        var answer = new Answer(status, Map.of("Content-Type", TYPE), Content.of(json()));
        return switch (status) {
            case 401 -> answer.with("WWW-Authenticate", "Bearer realm=\"drawbridge\"");
            case 503 -> answer.with("Retry-After", "1");
            default -> answer;
        };
    }

    private byte[] json() {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", title);
            json.writeNumberProperty("status", status);
            json.writeStringProperty("code", code);
            json.writeStringProperty("detail", detail);
            if (!errors.isEmpty()) {
                json.writeArrayPropertyStart("errors");
                for (var error : errors) {
                    json.writeStartObject();
                    json.writeStringProperty("field", error.field());
                    json.writeStringProperty("message", error.message());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
