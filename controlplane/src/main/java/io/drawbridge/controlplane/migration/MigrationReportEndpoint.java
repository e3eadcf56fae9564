package io.drawbridge.controlplane.migration;

import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.identity.Identity;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import io.drawbridge.domain.verdict.HeaderField;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/// `GET /api/v1/security/migration-report`, for administrators. It checks the role by itself as well: in
/// monitor the authentication policy lets everybody pass, and who the API's clients are is not for everybody.
public final class MigrationReportEndpoint implements Endpoint {
    private static final Set<String> ROLES = Set.of("admin", "superadmin");
    private static final HeaderField NO_STORE = new HeaderField("Cache-Control", "no-store");
    private static final Problem TOKEN_REQUIRED = new Problem(
            401,
            "token-required",
            "A token is needed",
            "The report is for administrators.",
            "Send Authorization: Bearer with an administrator's token.");
    private static final Problem ROLE_REQUIRED = new Problem(
            403,
            "role-required",
            "Another role is needed",
            "The report is for administrators.",
            "Ask an administrator for the report, or for the role.");

    private final PolicyName legacyAuth;
    private final Supplier<Position> position;
    private final ReadinessSource readiness;
    private final InstantSource clock;

    /// @param enabled whether the legacy pattern is looked for at all
    /// @param blockLegacy whether it is refused for everybody
    private record Body(boolean enabled, boolean blockLegacy, String mode, MigrationReport report) {}

    /// @param legacyAuth the policy that judges the legacy pattern
    /// @param position where steering stands, read anew for each request
    public MigrationReportEndpoint(
            PolicyName legacyAuth, Supplier<Position> position, ReadinessSource readiness, InstantSource clock) {
        this.legacyAuth = legacyAuth;
        this.position = position;
        this.readiness = readiness;
        this.clock = clock;
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        return switch (exchange.identity()) {
            case Identity.Verified(String _, Set<String> roles, Instant _, var _) ->
                roles.stream().anyMatch(ROLES::contains) ? report() : ROLE_REQUIRED.answer();
            case Identity.Anonymous _, Identity.Legacy _, Identity.Rejected _, Identity.Unknown _ ->
                TOKEN_REQUIRED.answer(new HeaderField("WWW-Authenticate", "Bearer realm=\"drawbridge\""));
        };
    }

    private Answer report() {
        Position now = position.get();
        Stance stance = now.stances().set(Place.everywhere(legacyAuth)).stance();
        boolean forEverybody = stance.floor() == Mode.ENFORCE || stance.share().isAll();
        return Json.answer(
                        200,
                        new Body(
                                stance.ceiling() != Mode.OFF,
                                stance.ceiling() == Mode.ENFORCE && forEverybody,
                                stance.toString(),
                                MigrationReport.of(legacyAuth, now, readiness, clock.instant())))
                .with(NO_STORE);
    }
}
