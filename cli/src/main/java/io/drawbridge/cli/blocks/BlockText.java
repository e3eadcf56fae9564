package io.drawbridge.cli.blocks;

import static io.drawbridge.cli.output.Table.number;
import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.output.Table;
import java.util.List;

/// Blocks in words.
final class BlockText {
    private static final int CLIENTS_SHOWN = 20;
    private static final int CLIENT_COLUMNS = 64;
    private static final int USER_AGENT_COLUMNS = 48;
    private static final int REASON_COLUMNS = 60;

    private BlockText() {}

    /// One block: what, for how long, why.
    static String sentence(Document block) {
        return block.text("network") + " "
                + block.optionalText("ends_at")
                        .map(end -> "until " + Figures.moment(end))
                        .orElse("until it is lifted")
                + block.optionalText("reason")
                        .filter(reason -> !reason.isEmpty())
                        .map(reason -> ": " + reason)
                        .orElse("");
    }

    static String warnings(Document answer, Ink ink) {
        StringBuilder text = new StringBuilder();
        for (String warning : answer.texts("warnings")) {
            text.append(ink.doubtful("Warning:"))
                    .append(' ')
                    .append(SafeText.of(warning))
                    .append(".\n");
        }
        return text.toString();
    }

    /// Who has been seen there.
    static String affected(Document affected, Ink ink) {
        long clients = affected.number("clients_total");
        if (clients == 0) {
            return "Nobody has been seen from there.\n";
        }
        StringBuilder text = new StringBuilder();
        text.append("Seen from there: ")
                .append(Figures.count(clients, "client", "clients"))
                .append(" with ")
                .append(Figures.count(affected.number("requests"), "request", "requests"))
                .append(".\n\n");
        List<Document> listed = affected.objects("clients");
        Table table =
                Table.of(text("CLIENT"), text("ADDRESS"), number("REQUESTS"), text("LAST SEEN"), text("USER AGENT"));
        for (Document client : listed.subList(0, Math.min(CLIENTS_SHOWN, listed.size()))) {
            table.row(
                    SafeText.clipped(client.text("client"), CLIENT_COLUMNS),
                    client.text("address"),
                    Figures.count(client.number("requests")),
                    Figures.moment(client.text("last_seen")),
                    SafeText.clipped(client.optionalText("user_agent").orElse("-"), USER_AGENT_COLUMNS));
        }
        text.append(table.render(ink));
        if (clients > CLIENTS_SHOWN) {
            text.append("and ").append(clients - CLIENTS_SHOWN).append(" more\n");
        }
        return text.append('\n').toString();
    }

    static String table(List<Document> blocks, Ink ink) {
        Table table = Table.of(
                text("NETWORK"), text("ORIGIN"), text("AUTHOR"), text("PLACED"), text("UNTIL"), text("REASON"));
        for (Document block : blocks) {
            table.row(
                    block.text("network"),
                    block.text("origin")
                            + block.optionalNumber("offence")
                                    .filter(offence -> offence > 1)
                                    .map(offence -> " (" + offence + ")")
                                    .orElse(""),
                    block.text("author"),
                    Figures.moment(block.text("placed_at")),
                    block.optionalText("ends_at").map(Figures::moment).orElse("permanent"),
                    SafeText.clipped(block.optionalText("reason").orElse(""), REASON_COLUMNS));
        }
        return table.render(ink);
    }
}
