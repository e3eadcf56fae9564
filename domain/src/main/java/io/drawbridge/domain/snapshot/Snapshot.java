package io.drawbridge.domain.snapshot;

import io.drawbridge.domain.route.Route;
import io.drawbridge.domain.verdict.FieldBlock;
import java.util.List;

/// The whole effective configuration, as it runs.
///
/// @param version grows by one with every accepted edit
/// @param unroutedFields the fields of every answer that no route gives, so that errors have security headers too
public record Snapshot(long version, List<Route> routes, FieldBlock unroutedFields) {
    public Snapshot {
        routes = List.copyOf(routes);
    }
}
