package io.drawbridge.cli.blocks;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `drawbridge blocks export`.
@Command(
        name = "export",
        description = "Write all blocks that hold to standard output, for a firewall or another gateway.",
        footer = {"Examples:", "  drawbridge blocks export", "  drawbridge blocks export --format nftables"})
final class BlocksExport implements Callable<Integer> {
    /// What can be written.
    enum Format {
        PLAIN,
        NFTABLES
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "plain",
            description = "plain: a network a line; nftables: a table for nft -f (default: ${DEFAULT-VALUE}).")
    Format format = Format.PLAIN;

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    BlocksExport(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (AdminApi api = gateway.connect(session)) {
            session.out()
                    .print(api.text(Call.get("/v1/blocks/export")
                            .with("format", format.name().toLowerCase(Locale.ROOT))));
            session.out().flush();
            return ExitCode.OK.number();
        }
    }
}
