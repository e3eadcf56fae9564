package io.drawbridge.cli.blocks;

import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `drawbridge blocks`.
@Command(
        name = "blocks",
        synopsisSubcommandLabel = "COMMAND",
        description = "See who is blocked, and bring lists in and out.",
        footer = {
            "Examples:",
            "  drawbridge blocks list --address 192.0.2.7",
            "  drawbridge blocks import bad-networks.txt --reason list-of-march --for 30d",
            "  drawbridge blocks export --format nftables"
        })
public final class BlocksCommand {
    @Mixin
    final HelpOption help = new HelpOption();

    private BlocksCommand() {}

    /// The command with its subcommands.
    public static CommandLine with(Session session) {
        return new CommandLine(new BlocksCommand())
                .addSubcommand(new BlocksList(session))
                .addSubcommand(new BlocksImport(session))
                .addSubcommand(new BlocksExport(session));
    }
}
