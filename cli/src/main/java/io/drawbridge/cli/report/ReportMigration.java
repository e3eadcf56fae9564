package io.drawbridge.cli.report;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.OutputFormat;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import io.drawbridge.cli.words.KnownPolicies;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `drawbridge report migration`.
@Command(
        name = "migration",
        description = {
            "Show who would break if a policy were enforced now.",
            "As a table it also has a line for every other policy in monitor or warn."
        },
        exitCodeListHeading = "%nExit codes with --fail-on not-ready:%n",
        exitCodeList = {"0:READY", "1:NOT READY", "5:NOT ENOUGH DATA"},
        footer = {
            "Examples:",
            "  drawbridge report migration",
            "  drawbridge report migration --policy ownership -o json | jq '.policies[0].clients'",
            "  drawbridge report migration --fail-on not-ready && drawbridge mode set legacy-auth enforce --yes"
        })
final class ReportMigration implements Callable<Integer> {
    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            defaultValue = "legacy-auth",
            completionCandidates = KnownPolicies.class,
            description = "Which policy (default: ${DEFAULT-VALUE}).")
    String policy = "";

    @Option(
            names = "--fail-on",
            paramLabel = "not-ready",
            completionCandidates = NotReady.class,
            description = "With 'not-ready', the exit code says how the policy stands; without, a report is 0.")
    Optional<String> failOn = Optional.empty();

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    ReportMigration(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (failOn.isPresent() && !failOn.get().toLowerCase(Locale.ROOT).equals(NotReady.WORD)) {
            throw new CommandStopped(ExitCode.USAGE, "--fail-on takes 'not-ready', not '" + failOn.get() + "'.");
        }
        try (AdminApi api = gateway.connect(session)) {
            Document report = api.ask(Call.get("/v1/readiness").with("policy", policy));
            Standing subject = report.objects("policies").stream()
                    .map(Standing::read)
                    .filter(standing -> standing.policy().equals(policy))
                    .findFirst()
                    .orElseThrow(() -> new CommandStopped(
                            ExitCode.UNREACHABLE, "The gateway's report does not speak of " + policy + "."));
            List<Standing> others = output.format() == OutputFormat.TABLE ? others(api) : List.of();
            output.print(session.out(), report.node(), () -> new MigrationTable(subject, others).render(session.ink()));
            return exitCode(subject).number();
        }
    }

    private List<Standing> others(AdminApi api) {
        return api.ask(Call.get("/v1/readiness")).objects("policies").stream()
                .map(Standing::read)
                .filter(standing -> !standing.policy().equals(policy) && standing.isStaged())
                .toList();
    }

    private ExitCode exitCode(Standing subject) {
        if (failOn.isEmpty()) {
            return ExitCode.OK;
        }
        return switch (subject.outlook()) {
            case READY -> ExitCode.OK;
            case NOT_READY -> ExitCode.FINDINGS;
            case NOT_ENOUGH_DATA -> ExitCode.INCONCLUSIVE;
        };
    }

    /// What `--fail-on` takes.
    static final class NotReady implements Iterable<String> {
        static final String WORD = "not-ready";

        @Override
        public Iterator<String> iterator() {
            return List.of(WORD).iterator();
        }
    }
}
