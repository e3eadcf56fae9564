package io.drawbridge.controlplane.configuration;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// What browsers are told about pages of other origins (CORS, the Fetch standard). Sets are in the order of the file.
///
/// @param origins exact and in the form in which browsers send them; none by default
/// @param methods what a preflight may announce
/// @param headers request fields that a preflight may announce
/// @param expose answer fields that a page may read
/// @param credentials whether a page may send cookies and the like
/// @param maxAge how long a preflight's answer may be kept, up to 24 hours
public record CorsSpec(
        Set<String> origins,
        Set<String> methods,
        Set<String> headers,
        Set<String> expose,
        boolean credentials,
        Duration maxAge) {
    static final CorsSpec DEFAULT = new CorsSpec(
            Set.of(),
            Ordered.set(List.of("GET", "POST", "PUT", "PATCH", "DELETE")),
            Ordered.set(List.of("Authorization", "Content-Type")),
            Set.of(),
            false,
            Duration.ofMinutes(10));

    public CorsSpec {
        origins = Ordered.set(origins);
        methods = Ordered.set(methods);
        headers = Ordered.set(headers);
        expose = Ordered.set(expose);
    }
}
