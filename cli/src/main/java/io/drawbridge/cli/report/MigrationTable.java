package io.drawbridge.cli.report;

import static io.drawbridge.cli.output.Table.number;
import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.output.Facts;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.output.Table;
import java.util.List;
import java.util.stream.Collectors;

/// The migration report for people.
///
/// @param others the other policies that are in monitor or warn
record MigrationTable(Standing subject, List<Standing> others) {
    private static final int CLIENT_COLUMNS = 64;
    private static final int USER_AGENT_COLUMNS = 48;

    MigrationTable {
        others = List.copyOf(others);
    }

    String render(Ink ink) {
        StringBuilder text = new StringBuilder();
        text.append(ink.heading(SafeText.of(subject.policy())))
                .append(": ")
                .append(subject.outlook(ink))
                .append("\n\n")
                .append(facts().render(ink));
        if (!subject.clients().isEmpty()) {
            text.append('\n').append(clients().render(ink));
        }
        if (subject.othersDenials() > 0) {
            text.append("and ")
                    .append(Figures.count(subject.othersDenials(), "denial", "denials"))
                    .append(" of clients that are not told apart any more\n");
        }
        subject.recommendation()
                .ifPresent(advice -> text.append('\n')
                        .append(ink.heading("Recommendation:"))
                        .append(' ')
                        .append(SafeText.of(advice))
                        .append('\n'));
        subject.command()
                .ifPresent(command -> text.append(ink.heading("Next:"))
                        .append(' ')
                        .append(SafeText.of(command))
                        .append('\n'));
        if (!others.isEmpty()) {
            text.append("\nOther policies in monitor or warn:\n");
            text.append(otherPolicies().render(ink));
        }
        return text.toString();
    }

    private Facts facts() {
        Facts facts = new Facts().add("Mode", subject.modeText());
        subject.enforceAt().ifPresent(date -> facts.add("Enforce at", Figures.moment(date)));
        return facts.add(
                        "Judged",
                        Figures.count(subject.requests(), "request", "requests")
                                + subject.since()
                                        .map(since -> " since " + Figures.moment(since))
                                        .orElse(""))
                .add(
                        "Denials",
                        Figures.count(subject.wouldRefuse()) + " let pass, " + Figures.count(subject.refused())
                                + " refused")
                .add("Would break", wouldBreak());
    }

    private String wouldBreak() {
        if (subject.denials() > 0) {
            String clients = Figures.count(subject.clients().size(), "client", "clients");
            return Figures.percentage(subject.shareOfRequests()) + " of requests, from "
                    + (subject.othersDenials() > 0 ? "more than " : "") + clients;
        }
        return subject.requests() == 0
                ? "not known: nothing was seen yet"
                : "nothing seen; at most " + Figures.percentage(subject.bound()) + " of requests, at 95% confidence";
    }

    private Table clients() {
        Table table = Table.of(
                text("CLIENT"),
                text("ADDRESS"),
                number("DENIALS"),
                number("REQUESTS"),
                text("FIRST SEEN"),
                text("LAST SEEN"),
                text("ROUTES"),
                text("USER AGENT"));
        for (Document client : subject.clients()) {
            table.row(
                    SafeText.clipped(client.text("client"), CLIENT_COLUMNS),
                    client.optionalText("address").orElse("-"),
                    Figures.count(client.number("would_refuse") + client.number("refused")),
                    Figures.count(client.number("requests")),
                    client.optionalText("first_seen").map(Figures::moment).orElse("-"),
                    client.optionalText("last_seen").map(Figures::moment).orElse("-"),
                    client.objects("routes").stream()
                            .map(route -> route.text("route"))
                            .collect(Collectors.joining(", ")),
                    SafeText.clipped(client.optionalText("user_agent").orElse("-"), USER_AGENT_COLUMNS));
        }
        return table;
    }

    private Table otherPolicies() {
        Table table = Table.of(text("POLICY"), text("MODE"), text("OUTLOOK"), number("DENIALS"), number("REQUESTS"));
        for (Standing other : others) {
            table.row(
                    other.policy(),
                    other.modeText(),
                    other.outlook().words(),
                    Figures.count(other.denials()),
                    Figures.count(other.requests()));
        }
        return table;
    }
}
