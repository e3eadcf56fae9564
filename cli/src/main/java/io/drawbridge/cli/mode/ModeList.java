package io.drawbridge.cli.mode;

import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `drawbridge mode list`.
@Command(
        name = "list",
        description = {
            "Show every policy's mode, and the routes that have one of their own.",
            "With a share, MODE is what the share of clients gets and REST is what the others get."
        },
        footer = {
            "Examples:",
            "  drawbridge mode list",
            "  drawbridge mode list -o json | jq -r '.policies[] | .policy + \" \" + .text'"
        })
final class ModeList implements Callable<Integer> {
    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    ModeList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (AdminApi api = gateway.connect(session)) {
            PolicyModes modes = PolicyModes.of(api);
            output.print(session.out(), modes.document().node(), () -> table(modes));
            return ExitCode.OK.number();
        }
    }

    private String table(PolicyModes modes) {
        Table table = Table.of(
                text("POLICY"),
                text("ROUTE"),
                text("MODE"),
                text("SHARE"),
                text("REST"),
                text("SINCE"),
                text("ENFORCE AT"));
        for (PolicyModes.Line line : modes.lines()) {
            table.row(
                    line.policy(),
                    line.route().orElse("all"),
                    line.mode(),
                    line.share(),
                    line.rest().orElse("-"),
                    line.since().map(Figures::moment).orElse("-"),
                    line.enforceAt().map(Figures::moment).orElse("-"));
        }
        return "Version " + modes.version() + "\n\n" + table.render(session.ink());
    }
}
