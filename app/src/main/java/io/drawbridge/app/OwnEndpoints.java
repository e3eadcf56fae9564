package io.drawbridge.app;

import io.drawbridge.controlplane.accounts.Accounts;
import io.drawbridge.controlplane.accounts.LoginEndpoint;
import io.drawbridge.controlplane.accounts.MeEndpoint;
import io.drawbridge.controlplane.answers.WithDatabase;
import io.drawbridge.controlplane.configuration.KnownPolicies;
import io.drawbridge.controlplane.configuration.OwnRoute;
import io.drawbridge.controlplane.configuration.RequestField;
import io.drawbridge.controlplane.configuration.Specification;
import io.drawbridge.controlplane.csp.CspForwarding;
import io.drawbridge.controlplane.csp.CspReportsEndpoint;
import io.drawbridge.controlplane.csp.CspViolations;
import io.drawbridge.controlplane.health.LivenessEndpoint;
import io.drawbridge.controlplane.health.Phase;
import io.drawbridge.controlplane.health.ReadinessEndpoint;
import io.drawbridge.controlplane.migration.MigrationGuideEndpoint;
import io.drawbridge.controlplane.migration.MigrationReportEndpoint;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.domain.identity.TokenIssuer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Who answers the routes that the gateway has of its own on the public listener.
record OwnEndpoints(
        Accounts accounts,
        TokenIssuer tokens,
        Telemetry telemetry,
        AtomicReference<Steering> steering,
        Supplier<Phase> phase,
        CspViolations violations,
        Optional<CspForwarding> forwarding,
        InstantSource clock) {
    Map<OwnRoute, Endpoint> of(Specification specification) {
        return Arrays.stream(OwnRoute.values())
                .collect(Collectors.toMap(Function.identity(), route -> endpoint(route, specification)));
    }

    private Endpoint endpoint(OwnRoute route, Specification specification) {
        return switch (route) {
            case HEALTH, LIVENESS -> new LivenessEndpoint();
            case READINESS -> new ReadinessEndpoint(phase, List::of, ReadinessEndpoint.Audience.PUBLIC);
            case LOGIN ->
                new WithDatabase(new LoginEndpoint(
                        accounts, tokens, specification.accounts().tokenLifetime()));
            case ME -> new WithDatabase(new MeEndpoint(accounts));
            case MIGRATION_REPORT ->
                new WithDatabase(new MigrationReportEndpoint(
                        KnownPolicies.LEGACY_AUTH, this::position, telemetry.readiness(), clock));
            case MIGRATION_GUIDE -> guide(specification);
            case CSP_REPORTS -> new CspReportsEndpoint(violations, forwarding);
        };
    }

    private MigrationGuideEndpoint guide(Specification specification) {
        return new MigrationGuideEndpoint(
                specification.policies().legacyAuth().detect().stream()
                        .map(RequestField::toString)
                        .map(MigrationGuideEndpoint.LegacyPattern::of)
                        .toList(),
                specification.accounts().enabled()
                        ? MigrationGuideEndpoint.TokenSource.LOGIN
                        : MigrationGuideEndpoint.TokenSource.ELSEWHERE,
                () -> position()
                        .stances()
                        .set(Place.everywhere(KnownPolicies.LEGACY_AUTH))
                        .enforceAt());
    }

    private Position position() {
        return Optional.ofNullable(steering.get())
                .orElseThrow(() -> new IllegalStateException("the gateway has not started yet"))
                .position();
    }
}
