package io.drawbridge.cli.users;

import static io.drawbridge.cli.output.Table.text;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.Figures;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `drawbridge users list`.
@Command(
        name = "list",
        description = "Show the gateway's own accounts.",
        footer = {"Examples:", "  drawbridge users list"})
final class UsersList implements Callable<Integer> {
    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    UsersList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (AdminApi api = gateway.connect(session)) {
            Document answer = api.ask(Call.get("/v1/users"));
            output.print(session.out(), answer.node(), () -> table(answer.objects("users")));
            return ExitCode.OK.number();
        }
    }

    private String table(List<Document> users) {
        if (users.isEmpty()) {
            return "No account yet: 'drawbridge users create NAME --role admin' makes the first.\n";
        }
        Table table =
                Table.of(text("ID"), text("NAME"), text("ROLES"), text("EMAIL"), text("CREATED"), text("LAST LOGIN"));
        for (Document user : users) {
            List<String> roles = user.texts("roles");
            table.row(
                    user.text("id"),
                    user.text("username"),
                    roles.isEmpty() ? "-" : String.join(", ", roles),
                    user.optionalText("email").orElse("-"),
                    user.optionalText("created_at").map(Figures::moment).orElse("-"),
                    user.optionalText("last_login").map(Figures::moment).orElse("never"));
        }
        return table.render(session.ink());
    }
}
