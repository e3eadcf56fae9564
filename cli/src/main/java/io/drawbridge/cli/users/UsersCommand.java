package io.drawbridge.cli.users;

import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `drawbridge users`.
@Command(
        name = "users",
        synopsisSubcommandLabel = "COMMAND",
        description = "Manage the gateway's own accounts.",
        footer = {"Examples:", "  drawbridge users create anna --role admin"})
public final class UsersCommand {
    @Mixin
    final HelpOption help = new HelpOption();

    private UsersCommand() {}

    /// The command with its subcommands.
    public static CommandLine with(Session session) {
        return new CommandLine(new UsersCommand())
                .addSubcommand(new UsersCreate(session))
                .addSubcommand(new UsersList(session));
    }
}
