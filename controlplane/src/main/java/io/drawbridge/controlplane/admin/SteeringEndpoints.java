package io.drawbridge.controlplane.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.drawbridge.controlplane.answers.BadRequest;
import io.drawbridge.controlplane.answers.Json;
import io.drawbridge.controlplane.answers.Members;
import io.drawbridge.controlplane.answers.Problem;
import io.drawbridge.controlplane.snapshots.Actor;
import io.drawbridge.controlplane.snapshots.Edit;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.controlplane.snapshots.Reloading;
import io.drawbridge.controlplane.snapshots.StanceRequest;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Share;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.verdict.HeaderField;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What the admin API does with stances: list them, set one, list and undo edits, read the configuration again.
final class SteeringEndpoints {
    private static final int LONGEST_TEXT = 256;
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Set<String> MEMBERS = Set.of("mode", "route", "share", "rest", "enforce_at");

    private final Steering steering;
    private final Step step;

    SteeringEndpoints(Steering steering, ReadinessSource readiness, InstantSource clock) {
        this.steering = steering;
        this.step = new Step(steering, readiness, clock);
    }

    private record Policies(long version, List<StanceView.OfPolicy> policies) {}

    private record Edits(List<EditView> edits) {}

    private record EditView(
            long number,
            long version,
            Instant at,
            String actor,
            String kind,
            String summary,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> undoneBy,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> undoes) {}

    private record Reloaded(long version, boolean changed, List<String> changes) {}

    /// `GET /v1/policies`
    Answer policies(Identified exchange, byte[] body) {
        Position position = steering.position();
        List<StanceView.OfPolicy> policies = position.blueprint().policies().stream()
                .map(policy -> StanceView.of(policy, position.stances()))
                .toList();
        return Json.answer(200, new Policies(position.version(), policies))
                .with(new HeaderField("ETag", "\"" + position.version() + "\""));
    }

    /// `PUT /v1/policies/{policy}/mode`
    Answer setMode(Identified exchange, byte[] body) throws BadRequest {
        Members members = Members.json(body).only(MEMBERS);
        Optional<Share> share = Optional.empty();
        Optional<String> shareText = members.text("share", LONGEST_TEXT);
        if (shareText.isPresent()) {
            share = Optional.of(share(shareText.get()));
        }
        Optional<String> restText = members.text("rest", LONGEST_TEXT);
        Optional<Mode> rest = restText.isPresent() ? Optional.of(mode("rest", restText.get())) : Optional.empty();
        Optional<String> dateText = members.text("enforce_at", LONGEST_TEXT);
        Optional<Instant> enforceAt = dateText.isPresent() ? Optional.of(date(dateText.get())) : Optional.empty();
        StanceRequest request =
                new StanceRequest(mode("mode", members.requiredText("mode", LONGEST_TEXT)), share, rest, enforceAt);
        Planning planning = steering.plan(exchange.pathValue("policy"), members.text("route", LONGEST_TEXT), request);
        return step.answer(planning, exchange, earnest(exchange));
    }

    /// `GET /v1/edits`
    Answer edits(Identified exchange, byte[] body) throws BadRequest {
        int limit = Query.number(exchange, "limit", 50, 1, 1000);
        return Json.answer(
                200,
                new Edits(steering.history(limit).stream()
                        .map(SteeringEndpoints::view)
                        .toList()));
    }

    /// `POST /v1/edits/{number}/undo`
    Answer undo(Identified exchange, byte[] body) throws BadRequest {
        String number = exchange.pathValue("number");
        if (!number.matches("\\d{1,18}")) {
            return Step.unknown(new Planning.Unknown("edit", number, Optional.empty(), List.of()))
                    .answer();
        }
        return step.answer(steering.planUndo(Long.parseLong(number)), exchange, earnest(exchange));
    }

    /// `POST /v1/reload`
    Answer reload(Identified exchange, byte[] body) {
        return switch (steering.reload(Actor.admin(exchange.address()))) {
            case Reloading.Reloaded(List<Edit> edits, List<String> changes, Position position) ->
                Json.answer(200, new Reloaded(position.version(), !edits.isEmpty(), changes));
            case Reloading.Broken(List<Problem.Flaw> flaws) ->
                new Problem(
                                422,
                                "configuration-invalid",
                                "The configuration is wrong",
                                flaws.size() == 1
                                        ? "There is one error; nothing was changed."
                                        : "There are " + flaws.size() + " errors; nothing was changed.",
                                "Mend what is listed in errors and reload again.",
                                flaws)
                        .answer();
        };
    }

    private static Step.Earnest earnest(Identified exchange) throws BadRequest {
        return Query.flag(exchange, "dryRun") ? Step.Earnest.DRY : Step.Earnest.REAL;
    }

    private static EditView view(Edit edit) {
        return new EditView(
                edit.number(),
                edit.version(),
                edit.at(),
                edit.actor(),
                edit.kind(),
                edit.summary(),
                optional(edit.undoneBy()),
                optional(edit.undoes()));
    }

    private static Optional<Long> optional(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static Mode mode(String member, String word) throws BadRequest {
        return Mode.of(word)
                .orElseThrow(() -> Query.bad(
                        "The member " + member + " is not a mode.",
                        "The modes are: "
                                + Arrays.stream(Mode.values()).map(Mode::word).collect(Collectors.joining(", "))
                                + "."));
    }

    private static Share share(String text) throws BadRequest {
        try {
            return Share.parse(text);
        } catch (IllegalArgumentException notAShare) {
            throw Query.bad("The member share is not a share of clients.", "Write a percentage, such as 25% or 0.5%.");
        }
    }

    /// An instant with its offset, or a date, which begins at midnight UTC.
    private static Instant date(String text) throws BadRequest {
        Instant date;
        try {
            date = text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notDate) {
            throw notADate();
        }
        // A Sunset field cannot say a year of more than four digits.
        if (!date.isBefore(LATEST)) {
            throw notADate();
        }
        return date;
    }

    private static BadRequest notADate() {
        return Query.bad("The member enforce_at is not a date.", "Write 2027-03-01 or 2027-03-01T09:00:00Z.");
    }
}
