package io.drawbridge.controlplane.admin;

import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.csp.CspViolations;
import io.drawbridge.controlplane.readiness.ReadinessView;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.domain.event.Decision;
import io.drawbridge.domain.event.DecisionId;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.route.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the admin API tells and does not change: how the program is, who would break, and why a decision was
/// made.
final class InsightEndpoints {
    private final Steering steering;
    private final ReadinessSource readiness;
    private final Decision.Source decisions;
    private final Vitals vitals;
    private final CspViolations violations;
    private final InstantSource clock;

    InsightEndpoints(
            Steering steering,
            ReadinessSource readiness,
            Decision.Source decisions,
            Vitals vitals,
            CspViolations violations,
            InstantSource clock) {
        this.steering = steering;
        this.readiness = readiness;
        this.decisions = decisions;
        this.vitals = vitals;
        this.violations = violations;
        this.clock = clock;
    }

    private record CspReports(List<CspLine> violations) {}

    private record CspLine(
            String page,
            String directive,
            String blocked,
            String disposition,
            long reports,
            Instant firstSeen,
            Instant lastSeen) {}

    private record Report(Instant generatedAt, List<ReadinessView> policies) {}

    private record DecisionView(
            String id,
            Instant at,
            long snapshotVersion,
            String route,
            String method,
            String path,
            String address,
            String client,
            String identity,
            String userAgent,
            int status,
            String ending,
            List<Decision.Finding> findings) {}

    /// `GET /v1/status`
    Answer status(Identified exchange, byte[] body) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", vitals.version());
        status.put("snapshot_version", steering.position().version());
        status.put("started_at", vitals.startedAt());
        status.put(
                "uptime_seconds",
                Duration.between(vitals.startedAt(), clock.instant()).toSeconds());
        status.putAll(vitals.facts().get());
        vitals.counters().forEach((name, counter) -> status.put(name, counter.getAsLong()));
        return Json.answer(200, status);
    }

    /// `GET /v1/readiness`
    Answer readiness(Identified exchange, byte[] body) throws BadRequest {
        Position position = steering.position();
        Optional<String> policyText = Query.text(exchange, "policy");
        Optional<String> routeText = Query.text(exchange, "route");
        List<PolicyName> all = position.blueprint().policies();
        List<PolicyName> policies = all.stream()
                .filter(policy -> policyText.isEmpty() || policyText.get().equals(policy.text()))
                .toList();
        if (policies.isEmpty()) {
            return unknown(
                    "policy",
                    policyText.orElse(""),
                    all.stream().map(PolicyName::text).toList());
        }
        List<RouteName> routes = position.blueprint().routes().stream()
                .map(outline -> outline.name())
                .toList();
        Optional<RouteName> route = routes.stream()
                .filter(name -> routeText.isPresent() && routeText.get().equals(name.text()))
                .findFirst();
        if (routeText.isPresent() && route.isEmpty()) {
            return unknown(
                    "route",
                    routeText.get(),
                    routes.stream().map(RouteName::text).toList());
        }
        return Json.answer(
                200,
                new Report(
                        clock.instant(),
                        policies.stream()
                                .map(policy -> ReadinessView.of(
                                        new Place(policy, route),
                                        position.stances(),
                                        readiness.readiness(policy, route)))
                                .toList()));
    }

    /// `GET /v1/csp-reports`
    Answer cspReports(Identified exchange, byte[] body) {
        return Json.answer(
                200,
                new CspReports(violations.list().stream()
                        .map(counted -> new CspLine(
                                counted.violation().page(),
                                counted.violation().directive(),
                                counted.violation().blocked(),
                                counted.violation().disposition(),
                                counted.reports(),
                                counted.firstSeen(),
                                counted.lastSeen()))
                        .toList()));
    }

    /// `GET /v1/decisions/{id}`
    Answer decision(Identified exchange, byte[] body) {
        String id = exchange.pathValue("id");
        Optional<Decision> decision =
                DecisionId.isDecisionId(id) ? decisions.find(new DecisionId(id)) : Optional.empty();
        return decision.map(InsightEndpoints::view)
                .map(view -> Json.answer(200, view))
                .orElseGet(() -> new Problem(
                                404,
                                "decision-unknown",
                                "There is no such decision",
                                "No decision of this id is kept.",
                                "An id is 28 hexadecimal digits, as decision_id in a refusal has it; old decisions are"
                                        + " not kept for ever.")
                        .answer());
    }

    private static DecisionView view(Decision decision) {
        return new DecisionView(
                decision.id().text(),
                decision.at(),
                decision.snapshotVersion(),
                decision.route(),
                decision.method(),
                decision.path(),
                decision.address(),
                decision.client(),
                decision.identity(),
                decision.userAgent(),
                decision.status(),
                decision.ending(),
                decision.findings());
    }

    private static Answer unknown(String kind, String name, List<String> known) {
        return Step.unknown(Planning.Unknown.of(kind, name, known)).answer();
    }
}
