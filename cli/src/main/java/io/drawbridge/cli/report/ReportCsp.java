package io.drawbridge.cli.report;

import static io.drawbridge.cli.output.Table.number;
import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.Ink;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `drawbridge report csp`.
@Command(
        name = "csp",
        description = {
            "Show what browsers reported of the Content-Security-Policy.",
            "What has the disposition 'report' breaks once the policy under csp.report_only is enforced."
        },
        footer = {"Examples:", "  drawbridge report csp", "  drawbridge report csp -o json"})
final class ReportCsp implements Callable<Integer> {
    private static final int COLUMNS = 60;

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    ReportCsp(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (AdminApi api = gateway.connect(session)) {
            Document report = api.ask(Call.get("/v1/csp-reports"));
            output.print(session.out(), report.node(), () -> rendered(report.objects("violations"), session.ink()));
            return ExitCode.OK.number();
        }
    }

    private static String rendered(List<Document> violations, Ink ink) {
        if (violations.isEmpty()) {
            return "No browser has reported a violation.\n";
        }
        Table table = Table.of(
                text("DIRECTIVE"),
                text("BLOCKED"),
                text("PAGE"),
                text("DISPOSITION"),
                number("REPORTS"),
                text("LAST SEEN"));
        for (Document violation : violations) {
            String directive = violation.text("directive");
            table.row(
                    directive.isEmpty() ? "(others)" : SafeText.clipped(directive, COLUMNS),
                    SafeText.clipped(violation.text("blocked"), COLUMNS),
                    SafeText.clipped(violation.text("page"), COLUMNS),
                    SafeText.of(violation.text("disposition")),
                    Figures.count(violation.number("reports")),
                    Figures.moment(violation.text("last_seen")));
        }
        return table.render(ink);
    }
}
