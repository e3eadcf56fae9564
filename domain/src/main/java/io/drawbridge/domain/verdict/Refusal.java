package io.drawbridge.domain.verdict;

import java.util.List;

/// What a client is told when it is refused; it becomes an RFC 9457 problem.
///
/// @param status an HTTP status from 400 to 599
/// @param code a stable kebab-case word that programs can act on
/// @param title one line for people
/// @param remediation what the client can do about it
/// @param fields fields of the answer, such as `WWW-Authenticate` or `Retry-After`
public record Refusal(int status, String code, String title, String remediation, List<HeaderField> fields) {
    public Refusal {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("a refusal has a status from 400 to 599, not " + status);
        }
        if (!KebabCase.is(code)) {
            throw new IllegalArgumentException("a refusal's code is kebab-case, not '" + code + "'");
        }
        fields = List.copyOf(fields);
    }
}
