package io.drawbridge.cli.mode;

import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `drawbridge mode`.
@Command(
        name = "mode",
        synopsisSubcommandLabel = "COMMAND",
        description = "Show and change what each policy does: off, monitor, warn or enforce.",
        footer = {"Examples:", "  drawbridge mode list", "  drawbridge mode set legacy-auth warn --dry-run"})
public final class ModeCommand {
    @Mixin
    final HelpOption help = new HelpOption();

    private ModeCommand() {}

    /// The command with its subcommands.
    public static CommandLine with(Session session) {
        return new CommandLine(new ModeCommand())
                .addSubcommand(new ModeList(session))
                .addSubcommand(new ModeSet(session))
                .addSubcommand(new ModeHistory(session))
                .addSubcommand(new ModeUndo(session));
    }
}
