package io.drawbridge.cli.blocks;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import io.drawbridge.domain.network.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `drawbridge blocks import`.
@Command(
        name = "import",
        description = {
            "Block everything on a list.",
            "The list is plain (a network a line; what follows a blank, # or ; is left alone) or an nftables ruleset,"
                    + " of which the elements of all sets but allowed… are taken. Times in a list are not taken over:"
                    + " --for says how long. With one wrong line nothing is imported."
        },
        footer = {
            "Examples:",
            "  drawbridge blocks import bad-networks.txt --reason list-of-march --for 30d",
            "  nft list ruleset | drawbridge blocks import - --dry-run"
        })
final class BlocksImport implements Callable<Integer> {
    /// Fits the 64 KiB that an endpoint of the gateway takes.
    private static final int AT_ONCE = 1_000;

    @Parameters(index = "0", paramLabel = "FILE", description = "The list; - for standard input.")
    String file = "";

    @Mixin
    final BlockTerms terms = new BlockTerms();

    @Option(names = "--dry-run", description = "Read and check everything, and change nothing.")
    boolean dryRun;

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    BlocksImport(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<Network> networks = networks();
        ObjectNode sum = JsonMapper.shared().createObjectNode();
        ArrayNode warnings = JsonMapper.shared().createArrayNode();
        try (AdminApi api = gateway.connect(session)) {
            for (int from = 0; from < networks.size(); from += AT_ONCE) {
                Call call = Call.post(
                        "/v1/blocks/import", part(networks.subList(from, Math.min(from + AT_ONCE, networks.size()))));
                Document answer = api.ask(dryRun ? call.with("dryRun", "true") : call);
                answer.texts("warnings").forEach(warnings::add);
            }
        }
        sum.put("dry_run", dryRun);
        sum.put("networks", networks.size());
        sum.set("warnings", warnings);
        Document document = new Document(sum, "POST /v1/blocks/import");
        output.print(
                session.out(),
                sum,
                () -> BlockText.warnings(document, session.ink())
                        + (dryRun ? "Would block " : "Blocked ")
                        + Figures.count(networks.size(), "network", "networks")
                        + (dryRun ? ".\nDry run: nothing was changed.\n" : ".\n"));
        return ExitCode.OK.number();
    }

    private ObjectNode part(List<Network> networks) {
        ObjectNode part = terms.wish();
        ArrayNode list = part.putArray("networks");
        networks.forEach(network -> list.add(network.toString()));
        return part;
    }

    private List<Network> networks() {
        List<Network> networks = switch (NetworkLists.read(text())) {
            case NetworkLists.Outcome.Read(List<Network> read) -> read;
            case NetworkLists.Outcome.Wrong(List<String> complaints) ->
                throw new CommandStopped(
                        ExitCode.USAGE,
                        "Nothing was imported: " + SafeText.of(String.join("; ", complaints)) + ".",
                        "Mend the list and import it again.");
        };
        if (networks.isEmpty()) {
            throw new CommandStopped(ExitCode.USAGE, "The list is empty.");
        }
        return networks;
    }

    private String text() {
        try {
            return file.equals("-")
                    ? new String(session.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (NoSuchFileException _) {
            throw new CommandStopped(ExitCode.USAGE, "There is no file " + SafeText.of(file) + ".");
        } catch (IOException failure) {
            throw new CommandStopped(
                    ExitCode.USAGE, "The file " + SafeText.of(file) + " cannot be read: " + failure.getMessage() + ".");
        }
    }
}
