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
import tools.jackson.databind.node.ObjectNode;

/// `drawbridge block`.
@Command(
        name = "block",
        description = {
            "Shut an address or a range out.",
            "It holds at once, on every route and also where there is none; the admin listener is never blocked, and"
                    + " the allow-list beats every block."
        },
        footer = {
            "Examples:",
            "  drawbridge block 192.0.2.7 --reason scanner",
            "  drawbridge block 2001:db8::/48 --for 7d --dry-run",
            "  drawbridge block 198.51.100.0/24 --for permanent"
        })
public final class BlockCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NETWORK", description = "An address or a range in CIDR notation.")
    String network = "";

    @Mixin
    final BlockTerms terms = new BlockTerms();

    @Option(names = "--dry-run", description = "Show who is affected and change nothing.")
    boolean dryRun;

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    private BlockCommand(Session session) {
        this.session = session;
    }

    public static CommandLine with(Session session) {
        return new CommandLine(new BlockCommand(session));
    }

    @Override
    public Integer call() {
        ObjectNode wish = terms.wish();
        wish.put("network", NetworkArgument.of(network).toString());
        Call call = Call.post("/v1/blocks", wish);
        try (AdminApi api = gateway.connect(session)) {
            Document answer = api.ask(dryRun ? call.with("dryRun", "true") : call);
            output.print(session.out(), answer.node(), () -> told(answer));
            return ExitCode.OK.number();
        }
    }

    private String told(Document answer) {
        StringBuilder text = new StringBuilder();
        answer.object("affected").ifPresent(affected -> text.append(BlockText.affected(affected, session.ink())));
        text.append(BlockText.warnings(answer, session.ink()));
        answer.object("block").ifPresent(block -> {
            String sentence = SafeText.of(BlockText.sentence(block));
            text.append(dryRun ? "Would block " : "Blocked ").append(sentence).append(".\n");
            text.append(
                    dryRun
                            ? "Dry run: nothing was changed.\n"
                            : "Take it back with: drawbridge unblock " + SafeText.of(block.text("network")) + "\n");
        });
        return text.toString();
    }
}
