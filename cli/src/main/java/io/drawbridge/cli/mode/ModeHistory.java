package io.drawbridge.cli.mode;

import static io.drawbridge.cli.output.Table.number;
import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `drawbridge mode history`.
@Command(
        name = "history",
        description = "Show the edits that led to what is now, newest first.",
        footer = {"Examples:", "  drawbridge mode history", "  drawbridge mode history --limit 5 -o yaml"})
final class ModeHistory implements Callable<Integer> {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many edits (default: ${DEFAULT-VALUE}).")
    int limit;

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    ModeHistory(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandStopped(ExitCode.USAGE, "--limit is 1 at the least, not " + limit + ".");
        }
        try (AdminApi api = gateway.connect(session)) {
            Document history = api.ask(Call.get("/v1/edits").with("limit", Integer.toString(limit)));
            output.print(session.out(), history.node(), () -> table(history.objects("edits")));
            return ExitCode.OK.number();
        }
    }

    private String table(List<Document> edits) {
        if (edits.isEmpty()) {
            return "No edit yet.\n";
        }
        Table table = Table.of(
                number("EDIT"), number("VERSION"), text("AT"), text("BY"), text("KIND"), text("SUMMARY"), text("NOTE"));
        for (Document edit : edits) {
            table.row(
                    edit.text("number"),
                    edit.text("version"),
                    Figures.moment(edit.text("at")),
                    edit.text("actor"),
                    edit.text("kind"),
                    edit.text("summary"),
                    note(edit));
        }
        return table.render(session.ink());
    }

    private static String note(Document edit) {
        return edit.optionalText("undone_by")
                .map(by -> "taken back by " + by)
                .or(() -> edit.optionalText("undoes").map(earlier -> "takes back " + earlier))
                .orElse("");
    }
}
