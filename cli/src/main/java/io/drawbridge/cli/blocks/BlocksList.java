package io.drawbridge.cli.blocks;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `drawbridge blocks list`.
@Command(
        name = "list",
        description = "Show the blocks that hold, by network.",
        footer = {
            "Examples:",
            "  drawbridge blocks list",
            "  drawbridge blocks list --address 192.0.2.7",
            "  drawbridge blocks list --origin automatic -o json"
        })
final class BlocksList implements Callable<Integer> {
    @Option(names = "--address", paramLabel = "ADDRESS", description = "Only those that this address lies in.")
    Optional<String> address = Optional.empty();

    @Option(names = "--origin", paramLabel = "ORIGIN", description = "Only manual, imported or automatic ones.")
    Optional<String> origin = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many, 1000 at the most (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Option(names = "--after", paramLabel = "NETWORK", description = "Go on behind this network.")
    Optional<String> after = Optional.empty();

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    BlocksList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Call call = Call.get("/v1/blocks").with("limit", Integer.toString(limit));
        for (var filter :
                List.of(new Filter("address", address), new Filter("origin", origin), new Filter("after", after))) {
            Optional<String> value = filter.value();
            if (value.isPresent()) {
                call = call.with(filter.name(), value.get());
            }
        }
        try (AdminApi api = gateway.connect(session)) {
            Document answer = api.ask(call);
            output.print(session.out(), answer.node(), () -> told(answer));
            return ExitCode.OK.number();
        }
    }

    private record Filter(String name, Optional<String> value) {}

    private String told(Document answer) {
        List<Document> blocks = answer.objects("blocks");
        StringBuilder text = new StringBuilder();
        text.append(blocks.isEmpty() ? "No such block holds.\n" : BlockText.table(blocks, session.ink()));
        answer.optionalText("next")
                .map(SafeText::of)
                .ifPresent(next -> text.append("more: drawbridge blocks list --after ")
                        .append(next)
                        .append('\n'));
        List<String> allowed = answer.texts("allowed");
        if (!allowed.isEmpty()) {
            text.append("Never blocked: ")
                    .append(SafeText.of(String.join(", ", allowed)))
                    .append('\n');
        }
        return text.append(Figures.count(answer.number("total"), "block", "blocks"))
                .append(" in all.\n")
                .toString();
    }
}
