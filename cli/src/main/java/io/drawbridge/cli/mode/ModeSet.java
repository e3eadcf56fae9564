package io.drawbridge.cli.mode;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import io.drawbridge.cli.words.KnownPolicies;
import io.drawbridge.cli.words.Modes;
import io.drawbridge.domain.policy.Share;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `drawbridge mode set`.
@Command(
        name = "set",
        description = {
            "Change a policy's mode, everywhere or on one route.",
            "First it shows who is affected, going by the traffic seen so far, and asks. The change takes effect at once."
        },
        footer = {
            "Examples:",
            "  drawbridge mode set legacy-auth warn --dry-run",
            "  drawbridge mode set legacy-auth warn --enforce-at 2027-03-01",
            "  drawbridge mode set legacy-auth enforce --share 25%% --rest warn",
            "  drawbridge mode set legacy-auth enforce --route work-orders --yes"
        })
final class ModeSet implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "POLICY",
            completionCandidates = KnownPolicies.class,
            description = "The policy, as 'drawbridge mode list' names it.")
    String policy = "";

    @Parameters(
            index = "1",
            paramLabel = "MODE",
            completionCandidates = Modes.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    String mode = "";

    @Option(names = "--route", paramLabel = "ROUTE", description = "Change it on this route alone.")
    Optional<String> route = Optional.empty();

    @Option(
            names = "--share",
            paramLabel = "PERCENT",
            description = "For this share of clients, such as 25%% or 0.5%%. Who is in it stays in it when it grows.")
    Optional<String> share = Optional.empty();

    @Option(
            names = "--rest",
            paramLabel = "MODE",
            completionCandidates = Modes.class,
            description = "With --share, the mode of all other clients (default: the one that they have).")
    Optional<String> rest = Optional.empty();

    @Option(
            names = "--enforce-at",
            paramLabel = "DATE",
            description = "When it is to be enforced, which clients are told in warn (default: in 7 days).")
    Optional<String> enforceAt = Optional.empty();

    @Option(
            names = "--expect-version",
            paramLabel = "N",
            description = "Change it only if this is still the version (default: the version that is shown).")
    Optional<Long> expectedVersion = Optional.empty();

    @Mixin
    final Consent consent = new Consent();

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    ModeSet(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode wish = wish();
        try (AdminApi api = gateway.connect(session)) {
            PolicyModes modes = PolicyModes.of(api);
            if (!modes.policies().contains(policy)) {
                throw Modes.unknown("policy", policy, modes.policies());
            }
            Call call = Call.put("/v1/policies/" + policy + "/mode", wish)
                    .expecting(expectedVersion.orElse(modes.version()));
            return new GuardedChange(session, output, consent).make(api, call).number();
        }
    }

    private ObjectNode wish() {
        if (rest.isPresent() && share.isEmpty()) {
            throw new CommandStopped(
                    ExitCode.USAGE,
                    "--rest says what the clients outside a share get: give the share too.",
                    "For example: --share 25% --rest " + rest.get());
        }
        ObjectNode wish = JsonMapper.shared().createObjectNode();
        wish.put("mode", Modes.parse(mode).word());
        route.ifPresent(name -> wish.put("route", name));
        share.ifPresent(text -> wish.put("share", parseShare(text).toString()));
        rest.ifPresent(word -> wish.put("rest", Modes.parse(word).word()));
        enforceAt.ifPresent(
                text -> wish.put("enforce_at", EnforcementDate.parse(text).toString()));
        return wish;
    }

    private static Share parseShare(String text) {
        try {
            return Share.parse(text);
        } catch (IllegalArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            throw new CommandStopped(ExitCode.USAGE, "--share: " + message + ".");
        }
    }
}
