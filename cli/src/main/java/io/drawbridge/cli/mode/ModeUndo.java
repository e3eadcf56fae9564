package io.drawbridge.cli.mode;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `drawbridge mode undo`.
@Command(
        name = "undo",
        description = {
            "Take an edit back. That is an edit of its own, and can be taken back too.",
            "As with 'mode set', it first shows who is affected, and asks."
        },
        footer = {"Examples:", "  drawbridge mode undo 7", "  drawbridge mode undo 7 --dry-run"})
final class ModeUndo implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "N",
            description = "The edit's number, as 'drawbridge mode history' shows it.")
    long number;

    @Mixin
    final Consent consent = new Consent();

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    ModeUndo(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (AdminApi api = gateway.connect(session)) {
            long version = PolicyModes.of(api).version();
            Call call = Call.post("/v1/edits/" + number + "/undo").expecting(version);
            return new GuardedChange(session, output, consent).make(api, call).number();
        }
    }
}
