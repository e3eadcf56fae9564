package io.drawbridge.controlplane.affected;

import io.drawbridge.controlplane.readiness.Percent;
import io.drawbridge.controlplane.snapshots.Blueprint;
import io.drawbridge.controlplane.snapshots.Place;
import io.drawbridge.controlplane.snapshots.Planning;
import io.drawbridge.domain.exchange.RouteName;
import io.drawbridge.domain.policy.Mode;
import io.drawbridge.domain.policy.Stance;
import io.drawbridge.domain.readiness.Outlook;
import io.drawbridge.domain.readiness.PolicyReadiness;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Says in plain words what a step does to clients.
final class Warnings {
    private static final int NAMED = 5;

    private Warnings() {}

    static List<String> of(
            Affected affected, Planning.Planned planned, Blueprint blueprint, PolicyReadiness readiness) {
        List<String> lines = new ArrayList<>();
        clients(lines, affected, AffectedClient.Change.REFUSED, "would be refused");
        clients(lines, affected, AffectedClient.Change.TOLD, "would be told that they will be refused");
        clients(lines, affected, AffectedClient.Change.RELIEVED, "would be treated more leniently than now");
        if (isStricter(planned)) {
            unknown(lines, affected, planned, readiness);
        }
        routes(lines, planned, blueprint);
        return List.copyOf(lines);
    }

    private static void clients(List<String> lines, Affected affected, AffectedClient.Change change, String what) {
        List<AffectedClient> clients = affected.clients().stream()
                .filter(client -> client.change() == change)
                .toList();
        if (clients.isEmpty()) {
            return;
        }
        long denials = clients.stream().mapToLong(AffectedClient::denials).sum();
        String names = clients.stream().limit(NAMED).map(AffectedClient::client).collect(Collectors.joining(", "));
        int more = clients.size() - NAMED;
        lines.add(clients.size() + " of the " + affected.deniedClients()
                + (affected.deniedClients() == 1 ? " client that was" : " clients that were")
                + " denied in the last 7 days ("
                + Percent.text(Percent.share(denials, affected.requests())) + " of all requests) " + what + ": " + names
                + (more > 0 ? " and " + more + " more" : "") + ".");
    }

    private static void unknown(
            List<String> lines, Affected affected, Planning.Planned planned, PolicyReadiness readiness) {
        if (affected.requests() == 0) {
            lines.add("No traffic has been seen yet: nobody knows whom this would break.");
            return;
        }
        if (affected.othersDenials() > 0) {
            lines.add(affected.othersDenials()
                    + " denials came from clients beyond the number that is told apart; some of them may be affected"
                    + " too.");
        }
        if (strictest(planned) != Mode.ENFORCE) {
            return;
        }
        switch (readiness.outlook()) {
            case READY -> {}
            case NOT_READY ->
                lines.add("The outlook is " + Outlook.NOT_READY.words() + ": " + readiness.policy()
                        + " still denies requests that clients send.");
            case NOT_ENOUGH_DATA ->
                lines.add("The outlook is " + Outlook.NOT_ENOUGH_DATA.words() + ": no denial in "
                        + affected.requests() + (affected.requests() == 1 ? " request" : " requests")
                        + " says only that fewer than " + Percent.text(readiness.bound())
                        + " of requests are denied, at 95 % confidence.");
        }
    }

    private static void routes(List<String> lines, Planning.Planned planned, Blueprint blueprint) {
        Place place = planned.place();
        if (place.route().isPresent()) {
            RouteName route = place.route().get();
            if (blueprint.isCritical(route)) {
                lines.add("The route " + route + " is critical: " + place.policy()
                        + " is enforced there whatever is set, unless it is off.");
            }
            return;
        }
        List<RouteName> own = blueprint.routes().stream()
                .map(Blueprint.RouteOutline::name)
                .filter(route ->
                        planned.before().own(Place.on(place.policy(), route)).isPresent())
                .toList();
        if (!own.isEmpty()) {
            lines.add((own.size() == 1
                            ? "One route has a stance of its own and stays as it is: "
                            : own.size() + " routes have a stance of their own and stay as they are: ")
                    + own.stream().limit(NAMED).map(RouteName::text).collect(Collectors.joining(", "))
                    + (own.size() > NAMED ? " and " + (own.size() - NAMED) + " more" : "") + ".");
        }
    }

    private static boolean isStricter(Planning.Planned planned) {
        Stance before = planned.before().set(planned.place()).stance();
        Stance after = planned.after().set(planned.place()).stance();
        return after.ceiling().compareTo(before.ceiling()) > 0
                || after.floor().compareTo(before.floor()) > 0
                || (after.ceiling() == before.ceiling()
                        && after.floor() == before.floor()
                        && after.share().basisPoints() > before.share().basisPoints());
    }

    private static Mode strictest(Planning.Planned planned) {
        return planned.after().set(planned.place()).stance().ceiling();
    }
}
