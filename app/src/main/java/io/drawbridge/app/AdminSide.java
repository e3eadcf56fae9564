package io.drawbridge.app;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.admin.AdminHost;
import io.drawbridge.controlplane.admin.AdminRoutes;
import io.drawbridge.controlplane.admin.BlockRoutes;
import io.drawbridge.controlplane.admin.BlockWarnings;
import io.drawbridge.controlplane.admin.UpstreamView;
import io.drawbridge.controlplane.admin.Vitals;
import io.drawbridge.controlplane.admin.WrongKeys;
import io.drawbridge.controlplane.blocks.Blocks;
import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.csp.CspViolations;
import io.drawbridge.controlplane.health.Dependencies;
import io.drawbridge.controlplane.health.ReadinessEndpoint;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.dataplane.Dataplane;
import io.drawbridge.domain.identity.Secret;
import io.drawbridge.domain.network.NetworkSet;
import io.drawbridge.domain.route.UpstreamIdentity;
import io.drawbridge.telemetry.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The listener for operators: the admin API, its page, and what they tell of the running gateway.
record AdminSide(
        SharedState shared,
        Steering steering,
        Telemetry telemetry,
        Accounts accounts,
        Blocks blocks,
        CspViolations violations,
        Dataplane dataplane,
        Lifecycle lifecycle,
        Optional<SecureSide> secure,
        InstantSource clock) {
    /// Begins to listen.
    ///
    /// @param figures what parts of the gateway count, by name
    InetSocketAddress serve(Specification specification, Secret key, Map<String, LongSupplier> figures)
            throws IOException {
        WrongKeys wrongKeys = new WrongKeys(System::nanoTime);
        Map<String, LongSupplier> counters = new HashMap<>(figures);
        counters.put("admin_networks_forgotten", wrongKeys::forgotten);
        AdminRoutes routes = new AdminRoutes(
                steering,
                telemetry.readiness(),
                telemetry.decisions(),
                accounts,
                new Vitals(Main.version(), clock.instant(), this::facts, counters),
                violations,
                readiness(),
                clock,
                BlockRoutes.of(blocks, telemetry.seen(), warnings(specification), clock));
        InetSocketAddress wanted = specification.admin().listen().address();
        AdminHost host = new AdminHost(specification.admin().listen().host(), wanted.getAddress());
        var snapshot = routes.snapshot(key, host, wrongKeys, steering.buckets());
        return dataplane.serve(wanted, () -> snapshot, new AdminEvents(telemetry), UpstreamIdentity.NONE);
    }

    /// What the status says beside figures.
    private Map<String, Object> facts() {
        Map<String, Object> facts = shared.facts(steering);
        facts.put("upstreams", UpstreamView.of(dataplane.upstreams()));
        secure.ifPresent(side -> facts.put("tls", side.status()));
        return facts;
    }

    private ReadinessEndpoint readiness() {
        Dependencies dependencies =
                new Dependencies(shared.database(), shared.redisReach(), dataplane::upstreams, clock);
        return new ReadinessEndpoint(lifecycle::phase, dependencies, ReadinessEndpoint.Audience.OPERATORS);
    }

    private BlockWarnings warnings(Specification specification) {
        return new BlockWarnings(
                () -> steering.position().blueprint().compiler() instanceof SnapshotAssembly assembly
                        ? assembly.allowed()
                        : NetworkSet.NONE,
                new NetworkSet(specification.clients().trustedProxies()),
                () -> steering.position()
                        .stances()
                        .set(Place.everywhere(KnownPolicies.IP_BLOCK))
                        .stance());
    }
}
