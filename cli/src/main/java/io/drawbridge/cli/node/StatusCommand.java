package io.drawbridge.cli.node;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.Facts;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `drawbridge status`.
@Command(
        name = "status",
        description = "Show whether the gateway runs, since when, and with which version of its configuration.",
        footer = {"Examples:", "  drawbridge status", "  drawbridge status -o json"})
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    private StatusCommand(Session session) {
        this.session = session;
    }

    public static CommandLine with(Session session) {
        return new CommandLine(new StatusCommand(session));
    }

    @Override
    public Integer call() {
        try (AdminApi api = gateway.connect(session)) {
            Document status = api.ask(Call.get("/v1/status"));
            output.print(session.out(), status.node(), () -> {
                Facts facts = new Facts().add("Admin listener", api.description());
                add(facts, "", status.node());
                return facts.render(session.ink()) + UpstreamTable.render(status.node(), session.ink());
            });
            return ExitCode.OK.number();
        }
    }

    /// Every field that the gateway gives, this version's own and later ones.
    private static void add(Facts facts, String prefix, JsonNode object) {
        object.properties().forEach(field -> {
            JsonNode value = field.getValue();
            String name = prefix + field.getKey().replace('_', ' ');
            if (field.getKey().equals(UpstreamTable.FIELD)) {
                // A table of its own.
                return;
            }
            if (value.isObject()) {
                add(facts, name + " ", value);
            } else {
                facts.add(capitalised(name).replaceFirst(" seconds$", ""), shown(field.getKey(), value));
            }
        });
    }

    private static String shown(String field, JsonNode value) {
        if (value.isIntegralNumber()) {
            return field.endsWith("_seconds") ? Figures.duration(value.longValue()) : value.asString();
        }
        if (value.isString()) {
            return field.endsWith("_at") ? Figures.moment(value.stringValue()) : value.stringValue();
        }
        return value.isNull() ? "-" : value.toString();
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
