package io.drawbridge.cli.node;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.gateway.Problem;
import io.drawbridge.cli.gateway.Reply;
import io.drawbridge.cli.output.OutputFormat;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `drawbridge reload`.
@Command(
        name = "reload",
        description = {
            "Make the gateway read its configuration file again, without dropping a connection.",
            "A file that is not valid is refused whole, and the configuration before it stays."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:reloaded, or nothing had changed", "4:the file is not valid"},
        footer = {"Examples:", "  drawbridge reload", "  drawbridge reload -o json | jq -r '.changes[]'"})
public final class ReloadCommand implements Callable<Integer> {
    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    private ReloadCommand(Session session) {
        this.session = session;
    }

    public static CommandLine with(Session session) {
        return new CommandLine(new ReloadCommand(session));
    }

    @Override
    public Integer call() {
        try (AdminApi api = gateway.connect(session)) {
            return switch (api.send(Call.post("/v1/reload"))) {
                case Reply.Answered(Document done) -> {
                    output.print(session.out(), done.node(), () -> told(done));
                    yield ExitCode.OK.number();
                }
                case Reply.Refused(Problem problem, JsonNode body)
                when problem.status() == 422 -> {
                    if (output.format() != OutputFormat.TABLE) {
                        output.print(session.out(), body, () -> "");
                    }
                    throw invalid(problem);
                }
                case Reply.Refused(Problem problem, JsonNode _) -> throw problem.stop();
            };
        }
    }

    private static String told(Document done) {
        String version = done.text("version");
        if (!done.says("changed")) {
            return "Nothing has changed: version " + SafeText.of(version) + " stays.\n";
        }
        StringBuilder text = new StringBuilder("Reloaded: version " + SafeText.of(version) + ".\n");
        done.texts("changes")
                .forEach(change -> text.append("  ").append(SafeText.of(change)).append('\n'));
        return text.toString();
    }

    private static CommandStopped invalid(Problem problem) {
        List<String> hints = new ArrayList<>();
        problem.errors().forEach(error -> hints.add(error.toString()));
        if (hints.isEmpty()) {
            hints.add(problem.sentence());
        }
        return new CommandStopped(
                ExitCode.INVALID_CONFIGURATION,
                "The configuration is not valid; the one before stays. "
                        + (hints.size() == 1 ? "One mistake:" : hints.size() + " mistakes:"),
                hints);
    }
}
