package io.drawbridge.controlplane.admin;

import io.drawbridge.controlplane.admin.AdminRoutes.AdminRoute;
import io.drawbridge.controlplane.admin.AdminRoutes.Door;
import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.domain.readiness.SeenSource;
import io.drawbridge.domain.route.Endpoint;
import java.time.InstantSource;
import java.util.List;

/// What the admin listener answers about blocks.
public final class BlockRoutes {
    private BlockRoutes() {}

    /// @param seen who came from where, for dry runs
    public static List<AdminRoute> of(Blocks blocks, SeenSource seen, BlockWarnings warnings, InstantSource clock) {
        BlockEndpoints endpoints = new BlockEndpoints(blocks, seen, warnings, clock);
        return List.of(
                route("GET", "/v1/blocks", endpoints::list),
                route("POST", "/v1/blocks", endpoints::place),
                route("DELETE", "/v1/blocks", endpoints::lift),
                route("GET", "/v1/blocks/export", endpoints::export),
                route("POST", "/v1/blocks/import", endpoints::importAll));
    }

    private static AdminRoute route(String method, String path, Endpoint endpoint) {
        return new AdminRoute(method, path, Door.KEY, new GuardedEndpoint(endpoint));
    }
}
