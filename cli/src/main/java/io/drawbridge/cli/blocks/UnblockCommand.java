package io.drawbridge.cli.blocks;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `drawbridge unblock`.
@Command(
        name = "unblock",
        description = {
            "Lift the block of an address or a range.",
            "It has to be one that 'drawbridge blocks list' shows; what a wider block holds goes on being blocked."
        },
        footer = {"Examples:", "  drawbridge unblock 192.0.2.7"})
public final class UnblockCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NETWORK", description = "The address or range, as it is listed.")
    String network = "";

    @Option(names = "--dry-run", description = "Show what would be lifted and change nothing.")
    boolean dryRun;

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    private UnblockCommand(Session session) {
        this.session = session;
    }

    public static CommandLine with(Session session) {
        return new CommandLine(new UnblockCommand(session));
    }

    @Override
    public Integer call() {
        Call call = Call.delete("/v1/blocks")
                .with("network", NetworkArgument.of(network).toString());
        try (AdminApi api = gateway.connect(session)) {
            Document answer = api.ask(dryRun ? call.with("dryRun", "true") : call);
            output.print(
                    session.out(),
                    answer.node(),
                    () -> (dryRun ? "Would unblock " : "Unblocked ")
                            + SafeText.of(answer.object("block")
                                    .map(block -> block.text("network"))
                                    .orElse(network))
                            + ".\n" + (dryRun ? "Dry run: nothing was changed.\n" : ""));
            return ExitCode.OK.number();
        }
    }
}
