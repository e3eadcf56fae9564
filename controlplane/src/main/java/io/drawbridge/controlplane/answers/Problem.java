package io.drawbridge.controlplane.answers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.HeaderField;
import io.drawbridge.domain.verdict.KebabCase;
import java.util.List;

/// What is wrong with a request, for people and for programs (RFC 9457).
///
/// @param status an HTTP status from 400 to 599
/// @param code a stable kebab-case word that programs can act on
/// @param title what kind of problem it is, the same for each occurrence
/// @param detail what is wrong this time; never a secret
/// @param remediation what whoever asked can do about it
/// @param errors the places of a file that are wrong; empty for problems of another kind
public record Problem(
        int status,
        String code,
        String title,
        String detail,
        String remediation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Flaw> errors) {
    private static final String TYPE = "urn:drawbridge:problem:";

    /// One thing that is wrong in a file.
    ///
    /// @param line from 1; 0 where it belongs to no line
    /// @param column from 1; 0 where it belongs to no column
    public record Flaw(String file, int line, int column, String message) {}

    /// What is written: RFC 9457's members first.
    private record Body(
            String type,
            String title,
            int status,
            String code,
            String detail,
            String remediation,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Flaw> errors) {}

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a problem has a status from 400 to 599, not " + status);
        }
        if (!KebabCase.is(code)) {
            throw new IllegalArgumentException("a problem's code is kebab-case, not '" + code + "'");
        }
        errors = List.copyOf(errors);
    }

    public Problem(int status, String code, String title, String detail, String remediation) {
        this(status, code, title, detail, remediation, List.of());
    }

    /// @param fields further fields of the answer, such as `WWW-Authenticate`
    public Answer answer(HeaderField... fields) {
        String body = Json.write(new Body(TYPE + code, title, status, code, detail, remediation, errors));
        return new Answer(
                        status,
                        "application/problem+json",
                        body,
                        List.of(new HeaderField("Cache-Control", "no-store")),
                        List.of())
                .with(fields);
    }
}
