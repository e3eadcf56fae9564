package io.drawbridge.controlplane.page;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import io.drawbridge.controlplane.snapshots.Edit;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Position;
import io.drawbridge.controlplane.snapshots.Steering;
import io.drawbridge.controlplane.templates.JtepageGenerated;
import io.drawbridge.domain.exchange.Identified;
import io.drawbridge.domain.policy.PolicyName;
import io.drawbridge.domain.readiness.PolicyReadiness;
import io.drawbridge.domain.readiness.ReadinessSource;
import io.drawbridge.domain.route.Answer;
import io.drawbridge.domain.route.Endpoint;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `GET /` on the admin listener.
public final class PageEndpoint implements Endpoint {
    private static final int EDITS = 20;

    private final Steering steering;
    private final ReadinessSource readiness;
    private final InstantSource clock;

    public PageEndpoint(Steering steering, ReadinessSource readiness, InstantSource clock) {
        this.steering = steering;
        this.readiness = readiness;
        this.clock = clock;
    }

    @Override
    public Answer answer(Identified exchange, byte[] body) {
        StringOutput output = new StringOutput();
        JtepageGenerated.render(new OwaspHtmlTemplateOutput(output), null, view());
        return Answer.html(200, output.toString());
    }

    private PageView view() {
        Position position = steering.position();
        Instant now = clock.instant();
        boolean isEmpty = true;
        List<PolicyCard> cards = new ArrayList<>();
        for (PolicyName policy : steeredFirst(position)) {
            PolicyReadiness known = readiness.readiness(policy, Optional.empty());
            isEmpty &= known.requests() == 0;
            cards.add(PolicyCard.of(policy, position.stances(), known, now));
        }
        return new PageView(
                position.version(),
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                isEmpty,
                cards,
                steering.history(EDITS).stream().map(PageEndpoint::row).toList());
    }

    /// The policies that are still on their way up come first: they are what the page is for.
    private static List<PolicyName> steeredFirst(Position position) {
        return position.blueprint().policies().stream()
                .sorted(Comparator.comparing(policy -> PolicyCard.isEnforced(
                        position.stances().set(Place.everywhere(policy)).stance())))
                .toList();
    }

    private static PageView.EditRow row(Edit edit) {
        String note = "";
        if (edit.undoneBy().isPresent()) {
            note = "taken back by " + edit.undoneBy().getAsLong();
        } else if (edit.undoes().isPresent()) {
            note = "takes back " + edit.undoes().getAsLong();
        }
        return new PageView.EditRow(
                edit.number(),
                edit.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                edit.actor(),
                edit.summary(),
                note);
    }
}
