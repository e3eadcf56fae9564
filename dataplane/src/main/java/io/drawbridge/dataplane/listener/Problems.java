package io.drawbridge.dataplane.listener;

import io.drawbridge.domain.verdict.HeaderField;

/// What the gateway itself finds wrong with requests, services and itself, whatever the policies say.
final class Problems {
    static final Problem NO_ROUTE =
            Problem.of(404, "no-route", "Nothing is here", "Check the path; nothing else is served.");
    static final Problem NO_TRACE = Problem.of(
            405,
            "method-not-allowed",
            "TRACE is not served",
            "Use another method.",
            new HeaderField("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    static final Problem REQUEST_TIMEOUT =
            Problem.of(408, "request-timeout", "The request took too long", "Send the whole request at once.");
    static final Problem EXPECTATION_FAILED =
            Problem.of(417, "expectation-failed", "The expectation is not known", "Expect nothing but 100-continue.");
    static final Problem UPSTREAM_TIMEOUT =
            Problem.of(504, "upstream-timeout", "The service did not answer in time", "Try again later.");
    static final Problem ENDPOINT_TIMEOUT =
            Problem.of(504, "endpoint-timeout", "The gateway did not answer in time", "Try again later.");
    static final Problem INTERNAL_ERROR =
            Problem.of(500, "internal-error", "The gateway failed", "Try again; tell the operator if it stays.");

    private Problems() {}

    static Problem malformed(int status) {
        return Problem.of(
                status,
                "malformed-request",
                "The request cannot be read in one way only",
                "Send it as RFC 9110 and RFC 9112 say.");
    }

    static Problem headTooLarge(int status) {
        return Problem.of(
                status, "request-too-large", "The request head is too large", "Send fewer or shorter header fields.");
    }

    /// @param allow the methods that are served
    static Problem wrongMethod(HeaderField allow) {
        return Problem.of(
                405, "method-not-allowed", "The method is not served here", "Use one of: " + allow.value(), allow);
    }
}
