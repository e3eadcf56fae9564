package io.drawbridge.cli;

import io.drawbridge.cli.blocks.BlockCommand;
import io.drawbridge.cli.blocks.BlocksCommand;
import io.drawbridge.cli.blocks.UnblockCommand;
import io.drawbridge.cli.explain.ExplainCommand;
import io.drawbridge.cli.mode.ModeCommand;
import io.drawbridge.cli.node.ReloadCommand;
import io.drawbridge.cli.node.StatusCommand;
import io.drawbridge.cli.report.ReportCommand;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import io.drawbridge.cli.users.UsersCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The root command.
@Command(
        name = "drawbridge",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        description = {
            "Tightens an API's security in stages, and says beforehand whom each step would break.",
            "",
            "Commands that need a running gateway look for it in this order: --admin-url and --admin-key-file,"
                    + " ADMIN_URL and ADMIN_API_KEY, ./drawbridge-data/demo.env."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:done, with findings; or not done, because it was declined or somebody else was first",
            "2:the command line cannot be carried out as it stands",
            "3:the gateway does not answer, does not accept the admin key, or failed",
            "4:the configuration is not valid",
            "5:too little is known to tell",
            "70:the command itself is broken"
        },
        footer = {
            "Examples:",
            "  drawbridge demo",
            "  drawbridge report migration",
            "  drawbridge mode set legacy-auth warn --dry-run"
        })
public final class Drawbridge {
    private static final int HELP_COLUMNS = 100;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    boolean versionWanted;

    private Drawbridge() {}

    /// The whole command line, ready for `execute(args)`, which gives the exit code.
    ///
    /// @param moreSubcommands picocli commands, or command lines, that come first in the list
    public static CommandLine commandLine(Session session, Object... moreSubcommands) {
        CommandLine root = new CommandLine(new Drawbridge());
        for (Object more : moreSubcommands) {
            root.addSubcommand(more);
        }
        root.addSubcommand(ModeCommand.with(session))
                .addSubcommand(ReportCommand.with(session))
                .addSubcommand(ExplainCommand.with(session))
                .addSubcommand(BlockCommand.with(session))
                .addSubcommand(UnblockCommand.with(session))
                .addSubcommand(BlocksCommand.with(session))
                .addSubcommand(StatusCommand.with(session))
                .addSubcommand(ReloadCommand.with(session))
                .addSubcommand(UsersCommand.with(session))
                .addSubcommand(new CompletionCommand(session));
        Failures failures = new Failures(session.err());
        root.setOut(session.out())
                .setErr(session.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(HELP_COLUMNS)
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        switch (session.ink()) {
                            case PLAIN -> Ansi.OFF;
                            case COLOURED -> Ansi.ON;
                        }))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        layOutHelp(root);
        return root;
    }

    /// Help in sections; options are listed as they are declared, from the particular to the general.
    private static void layOutHelp(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading("%n");
        command.getSubcommands().values().forEach(Drawbridge::layOutHelp);
    }
}
