package io.drawbridge.cli.explain;

import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.gateway.Problem;
import io.drawbridge.cli.gateway.Reply;
import io.drawbridge.cli.output.Facts;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import io.drawbridge.domain.event.DecisionId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `drawbridge explain`.
@Command(
        name = "explain",
        description = {
            "Explain one decision: who asked for what, what every policy said, and what would let it pass.",
            "Every refusal carries its id, as 'decision_id' in its body; security.log has it too."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:explained", "1:no decision with this id is kept"},
        footer = {"Examples:", "  drawbridge explain 019a2b3c4d5e0011223344556677"})
public final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The decision's id: 28 hexadecimal digits.")
    String id = "";

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    private ExplainCommand(Session session) {
        this.session = session;
    }

    public static CommandLine with(Session session) {
        return new CommandLine(new ExplainCommand(session));
    }

    @Override
    public Integer call() {
        String wanted = id.strip().toLowerCase(Locale.ROOT);
        if (!DecisionId.isDecisionId(wanted)) {
            throw new CommandStopped(
                    ExitCode.USAGE,
                    "'" + id + "' is no decision id: that is 28 hexadecimal digits.",
                    "A refused client finds it as 'decision_id' in the body of its answer.");
        }
        try (AdminApi api = gateway.connect(session)) {
            return switch (api.send(Call.get("/v1/decisions/" + wanted))) {
                case Reply.Answered(Document decision) -> {
                    output.print(session.out(), decision.node(), () -> explanation(decision));
                    yield ExitCode.OK.number();
                }
                case Reply.Refused(Problem problem, JsonNode _)
                when problem.status() == 404 ->
                    throw new CommandStopped(
                            ExitCode.FINDINGS,
                            "No decision " + wanted + " is kept.",
                            "Only refusals, and denials that were let pass, are kept, and not for ever."
                                    + " Is it this gateway that decided?");
                case Reply.Refused(Problem problem, JsonNode _) -> throw problem.stop();
            };
        }
    }

    private String explanation(Document decision) {
        String status = decision.text("status");
        Facts facts = new Facts()
                .add("Decision", decision.text("id"))
                .add("At", Figures.moment(decision.text("at")))
                .add("Request", decision.text("method") + " " + decision.text("path"))
                .add(
                        "Route",
                        decision.optionalText("route").filter(r -> !r.isEmpty()).orElse("none"))
                .add("Identity", decision.text("identity"))
                .add("Client", decision.text("client"))
                .add("Address", decision.text("address"))
                .add(
                        "User agent",
                        decision.optionalText("user_agent")
                                .filter(a -> !a.isEmpty())
                                .orElse("-"))
                .add("Answer", (status.equals("0") ? "none" : status) + " (" + decision.text("ending") + ")")
                .add("Version", decision.text("snapshot_version"));
        List<Document> findings = decision.objects("findings");
        return facts.render(session.ink()) + "\n" + verdicts(findings).render(session.ink()) + reasons(findings);
    }

    private static Table verdicts(List<Document> findings) {
        Table table = Table.of(text("POLICY"), text("MODE"), text("VERDICT"), text("EFFECT"));
        for (Document finding : findings) {
            table.row(finding.text("policy"), finding.text("mode"), verdict(finding), effect(finding.text("effect")));
        }
        return table;
    }

    private static String verdict(Document finding) {
        String reason = finding.optionalText("reason").orElse("");
        String status = finding.optionalText("status").orElse("0");
        if (reason.isEmpty()) {
            return "allow";
        }
        return status.equals("0") ? "deny: " + reason : "deny with " + status + ": " + reason;
    }

    /// The effect for people; a word that this version does not know stays as it is.
    private static String effect(String word) {
        return switch (word) {
            case "proceed" -> "let pass";
            case "observe" -> "let pass, recorded";
            case "advise" -> "let pass, client told";
            case "refuse" -> "refused";
            default -> word;
        };
    }

    private String reasons(List<Document> findings) {
        StringBuilder text = new StringBuilder();
        for (Document finding : findings) {
            String detail = finding.optionalText("detail").orElse("");
            String remediation = finding.optionalText("remediation").orElse("");
            if (detail.isEmpty() && remediation.isEmpty()) {
                continue;
            }
            text.append('\n')
                    .append(session.ink().heading(SafeText.of(finding.text("policy"))))
                    .append('\n');
            if (!detail.isEmpty()) {
                text.append("  Why: ").append(SafeText.of(detail)).append('\n');
            }
            if (!remediation.isEmpty()) {
                text.append("  What would let it pass: ")
                        .append(SafeText.of(remediation))
                        .append('\n');
            }
        }
        return text.toString();
    }
}
