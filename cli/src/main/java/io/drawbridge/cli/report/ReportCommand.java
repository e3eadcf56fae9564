package io.drawbridge.cli.report;

import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `drawbridge report`.
@Command(
        name = "report",
        synopsisSubcommandLabel = "COMMAND",
        description = "Reports for deciding on the next step.",
        footer = {"Examples:", "  drawbridge report migration", "  drawbridge report csp"})
public final class ReportCommand {
    @Mixin
    final HelpOption help = new HelpOption();

    private ReportCommand() {}

    /// The command with its subcommands.
    public static CommandLine with(Session session) {
        return new CommandLine(new ReportCommand())
                .addSubcommand(new ReportMigration(session))
                .addSubcommand(new ReportCsp(session));
    }
}
