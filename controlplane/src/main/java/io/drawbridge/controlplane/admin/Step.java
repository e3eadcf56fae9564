package io.drawbridge.controlplane.admin;

import io.drawbridge.controlplane.affected.Affected;
import io.drawbridge.controlplane.affected.AffectedClient;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.controlplane.snapshots.Applying;
import io.drawbridge.controlplane.snapshots.Edit;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.controlplane.snapshots.Stances;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.HeaderField;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Takes a planned step, or only shows it, and answers with whom it affects. Setting a mode and undoing an edit end
/// here.
final class Step {
    private static final int MOST_LISTED = 1000;

    private final Steering steering;
    private final ReadinessSource readiness;
    private final InstantSource clock;

    Step(Steering steering, ReadinessSource readiness, InstantSource clock) {
        this.steering = steering;
        this.readiness = readiness;
        this.clock = clock;
    }

    /// Whether a step is taken or shown.
    enum Earnest {
        REAL,
        DRY
    }

    private record Body(
            long version,
            Optional<Long> edit,
            String policy,
            Optional<String> route,
            StanceView before,
            StanceView after,
            boolean dryRun,
            AffectedView affected,
            List<String> warnings) {}

    /// @param clientsTotal how many are affected
    /// @param clientsDenied how many were denied in the last seven days, affected or not
    /// @param clients the first thousand of those affected
    private record AffectedView(
            int clientsTotal,
            int clientsDenied,
            long requests,
            long denials,
            double shareOfRequests,
            List<ClientView> clients,
            OthersView others) {}

    private record ClientView(
            String client,
            String address,
            String userAgent,
            long denials,
            Instant lastSeen,
            List<String> routes,
            String before,
            String after) {}

    /// @param denials of clients that are not told apart any more
    private record OthersView(long denials) {}

    Answer answer(Planning planning, Identified exchange, Earnest earnest) {
        return switch (planning) {
            case Planning.Unknown unknown -> unknown(unknown).answer();
            case Planning.Invalid(String why, String remediation) ->
                new Problem(422, "stance-invalid", "This cannot be set", why, remediation).answer();
            case Planning.Overtaken(String why, String remediation) ->
                new Problem(409, "undo-refused", "This cannot be undone", why, remediation).answer();
            case Planning.Nothing(Place place, Position position) ->
                switch (Query.expects(exchange, position.version())) {
                    case FAILS -> stale(position.version());
                    case ABSENT, HOLDS -> nothing(place, position, earnest);
                };
            case Planning.Planned planned ->
                switch (Query.expects(exchange, planned.edit().expectedVersion())) {
                    case FAILS -> stale(planned.edit().expectedVersion());
                    case ABSENT, HOLDS -> take(planned, exchange, earnest);
                };
        };
    }

    private Answer take(Planning.Planned planned, Identified exchange, Earnest earnest) {
        Affected affected = Affected.by(planned, steering.current(), readiness, steering.buckets(), clock.instant());
        return switch (earnest) {
            case DRY -> done(planned, planned.edit().expectedVersion(), OptionalLong.empty(), affected, earnest);
            case REAL ->
                switch (steering.apply(planned, Actor.admin(exchange.address()))) {
                    case Applying.Applied(Edit edit, Position _) ->
                        done(planned, edit.version(), OptionalLong.of(edit.number()), affected, earnest);
                    case Applying.Stale(long _, long present) ->
                        switch (Query.expects(exchange, present)) {
                            case FAILS -> stale(present);
                            case ABSENT, HOLDS ->
                                new Problem(
                                                409,
                                                "changed-meanwhile",
                                                "Somebody changed something meanwhile",
                                                "The version is " + present + " now, and nothing was changed.",
                                                "Look at what it is now and try again.")
                                        .answer();
                        };
                    case Applying.Uncompilable(String why) ->
                        new Problem(
                                        422,
                                        "snapshot-uncompilable",
                                        "The gateway cannot run so",
                                        why,
                                        "Nothing was changed. Mend the configuration, run drawbridge reload and try"
                                                + " again.")
                                .answer();
                };
        };
    }

    private static Answer done(
            Planning.Planned planned, long version, OptionalLong edit, Affected affected, Earnest earnest) {
        Place place = planned.place();
        return tagged(
                version,
                new Body(
                        version,
                        edit.isPresent() ? Optional.of(edit.getAsLong()) : Optional.empty(),
                        place.policy().text(),
                        place.route().map(RouteName::text),
                        view(planned.before(), place),
                        view(planned.after(), place),
                        earnest == Earnest.DRY,
                        view(affected),
                        affected.warnings()));
    }

    private static Answer nothing(Place place, Position position, Earnest earnest) {
        StanceView view = view(position.stances(), place);
        return tagged(
                position.version(),
                new Body(
                        position.version(),
                        Optional.empty(),
                        place.policy().text(),
                        place.route().map(RouteName::text),
                        view,
                        view,
                        earnest == Earnest.DRY,
                        new AffectedView(0, 0, 0, 0, 0, List.of(), new OthersView(0)),
                        List.of("Nothing changes: " + place + " is " + view.text() + " already.")));
    }

    private static Answer tagged(long version, Body body) {
        return Json.answer(200, body).with(new HeaderField("ETag", "\"" + version + "\""));
    }

    private static Answer stale(long present) {
        return new Problem(
                        412,
                        "version-stale",
                        "Made for another version",
                        "The version is " + present + " now, and nothing was changed.",
                        "Look at what it is now, and send its version in If-Match.")
                .answer(new HeaderField("ETag", "\"" + present + "\""));
    }

    static Problem unknown(Planning.Unknown unknown) {
        String name = unknown.name().length() > 100 ? unknown.name().substring(0, 100) + "…" : unknown.name();
        return new Problem(
                404,
                unknown.kind() + "-unknown",
                "There is no such " + unknown.kind(),
                "There is no " + unknown.kind() + " '" + name + "'."
                        + unknown.suggestion()
                                .map(word -> " Did you mean '" + word + "'?")
                                .orElse(""),
                unknown.known().isEmpty()
                        ? "See the numbers with drawbridge mode history."
                        : "Known are: "
                                + String.join(
                                        ", ",
                                        unknown.known().stream().limit(100).toList()) + ".");
    }

    private static StanceView view(Stances stances, Place place) {
        return StanceView.of(stances.set(place));
    }

    private static AffectedView view(Affected affected) {
        return new AffectedView(
                affected.clients().size(),
                affected.deniedClients(),
                affected.requests(),
                affected.denials(),
                affected.shareOfRequests(),
                affected.clients().stream().limit(MOST_LISTED).map(Step::view).toList(),
                new OthersView(affected.othersDenials()));
    }

    private static ClientView view(AffectedClient client) {
        return new ClientView(
                client.client(),
                client.address(),
                client.userAgent(),
                client.denials(),
                client.lastSeen(),
                client.routes().stream().map(RouteName::text).toList(),
                client.before().word(),
                client.after().word());
    }
}
