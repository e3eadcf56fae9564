package io.drawbridge.cli.mode;

import static io.drawbridge.cli.output.Table.number;
import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.output.Table;
import java.util.List;

/// Whom a change affects, going by what the gateway has seen.
///
/// @param change the answer to a dry run
record Preview(Document change) {
    private static final int CLIENTS_SHOWN = 20;
    private static final int CLIENT_COLUMNS = 64;
    private static final int USER_AGENT_COLUMNS = 48;

    String render(Ink ink) {
        StringBuilder text = new StringBuilder();
        if (!changesSomething()) {
            return text.append(SafeText.of(place() + " is " + stance("after") + " already."))
                    .append('\n')
                    .toString();
        }
        text.append(ink.heading(SafeText.of(place() + ": " + stance("before") + " -> " + stance("after"))))
                .append("\n\n");
        change.object("affected").ifPresent(affected -> text.append(affected(affected, ink)));
        for (String warning : change.texts("warnings")) {
            text.append(ink.doubtful("Warning:"))
                    .append(' ')
                    .append(SafeText.of(warning))
                    .append('\n');
        }
        return text.toString();
    }

    /// Whether anything would be different afterwards, dates included.
    boolean changesSomething() {
        return !change.node().path("before").equals(change.node().path("after"));
    }

    private String place() {
        return change.text("policy")
                + change.optionalText("route").map(route -> " on " + route).orElse(" on all routes");
    }

    private String stance(String field) {
        return change.object(field).map(stance -> stance.text("text")).orElse("as everywhere");
    }

    private static String affected(Document affected, Ink ink) {
        long clients = affected.number("clients_total");
        long denials = affected.number("denials");
        if (clients == 0 && denials == 0) {
            return "Nobody who has been seen is affected (" + requests(affected) + " judged).\n";
        }
        StringBuilder text = new StringBuilder();
        text.append("Affected: ")
                .append(Figures.count(clients, "client", "clients"))
                .append(affected.optionalNumber("clients_denied")
                        .map(denied -> " of " + Figures.count(denied) + " that were denied lately,")
                        .orElse(""))
                .append(" with ")
                .append(Figures.count(denials, "denial", "denials"))
                .append(" in ")
                .append(requests(affected))
                .append(" (")
                .append(Figures.percentage(affected.fraction("share_of_requests")))
                .append(").\n");
        List<Document> listed = affected.objects("clients");
        if (!listed.isEmpty()) {
            text.append('\n').append(table(listed).render(ink));
        }
        if (listed.size() > CLIENTS_SHOWN) {
            text.append("and ")
                    .append(listed.size() - CLIENTS_SHOWN)
                    .append(" more: 'drawbridge report migration' lists them all\n");
        }
        long others =
                affected.object("others").map(rest -> rest.number("denials")).orElse(0L);
        if (others > 0) {
            text.append("and ")
                    .append(Figures.count(others, "denial", "denials"))
                    .append(" of clients that are not told apart any more\n");
        }
        return text.append('\n').toString();
    }

    private static String requests(Document affected) {
        return Figures.count(affected.number("requests"), "request", "requests");
    }

    private static Table table(List<Document> clients) {
        Table table = Table.of(
                text("CLIENT"),
                text("ADDRESS"),
                text("BECOMES"),
                number("DENIALS"),
                text("LAST SEEN"),
                text("ROUTES"),
                text("USER AGENT"));
        for (Document client : clients.subList(0, Math.min(CLIENTS_SHOWN, clients.size()))) {
            table.row(
                    SafeText.clipped(client.text("client"), CLIENT_COLUMNS),
                    client.optionalText("address").orElse("-"),
                    client.optionalText("after").orElse("-"),
                    Figures.count(client.number("denials")),
                    client.optionalText("last_seen").map(Figures::moment).orElse("-"),
                    String.join(", ", client.texts("routes")),
                    SafeText.clipped(client.optionalText("user_agent").orElse("-"), USER_AGENT_COLUMNS));
        }
        return table;
    }
}
