package io.drawbridge.controlplane.configuration;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// How a request is recognised that names its user without a token.
///
/// @param detect query parameters and header fields that name a user
/// @param migrationGuide where clients read what to change; absent: the gateway's own page
public record LegacyAuthSpec(List<RequestField> detect, Optional<URI> migrationGuide) {
    static final List<RequestField> DEFAULT_DETECT = List.of(new RequestField(RequestField.Source.QUERY, "user_id"));

    public LegacyAuthSpec {
        detect = List.copyOf(detect);
        if (detect.isEmpty() || detect.stream().anyMatch(field -> field.source() == RequestField.Source.PATH)) {
            throw new IllegalArgumentException("legacy authentication is seen in a query parameter or a header");
        }
    }
}
