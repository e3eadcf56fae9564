package io.drawbridge.cli.users;

import io.drawbridge.cli.gateway.AdminApi;
import io.drawbridge.cli.gateway.Call;
import io.drawbridge.cli.gateway.Document;
import io.drawbridge.cli.gateway.GatewayOptions;
import io.drawbridge.cli.output.OutputOption;
import io.drawbridge.cli.output.SafeText;
import io.drawbridge.cli.session.CommandStopped;
import io.drawbridge.cli.session.ExitCode;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `drawbridge users create`.
@Command(
        name = "create",
        description = {
            "Make an account.",
            "The password is asked for, unless it comes from standard input or the gateway makes one."
        },
        footer = {
            "Examples:",
            "  drawbridge users create anna --role admin",
            "  drawbridge users create anna --role admin --generate",
            "  pass show drawbridge/anna | drawbridge users create anna --password-stdin"
        })
final class UsersCreate implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The name to log in with.")
    String name = "";

    @Option(names = "--role", paramLabel = "ROLE", description = "A role, such as admin; may be repeated.")
    List<String> roles = List.of();

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The subject of its tokens, for a user whom the API knows already (default: a new one).")
    Optional<String> id = Optional.empty();

    @Option(names = "--email", paramLabel = "ADDRESS", description = "An address for notices.")
    Optional<String> email = Optional.empty();

    @Option(names = "--password-stdin", description = "Read the password from the first line of standard input.")
    boolean fromStandardInput;

    @Option(names = "--generate", description = "Let the gateway make a password, and show it once.")
    boolean generate;

    @Mixin
    final GatewayOptions gateway = new GatewayOptions();

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;

    UsersCreate(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (fromStandardInput && generate) {
            throw new CommandStopped(ExitCode.USAGE, "--password-stdin and --generate exclude each other.");
        }
        try (AdminApi api = gateway.connect(session)) {
            Document created = api.ask(Call.post("/v1/users", account(password())));
            output.print(session.out(), created.node(), () -> told(created));
            return ExitCode.OK.number();
        }
    }

    private NewPassword password() {
        if (generate) {
            return new NewPassword.Generated();
        }
        return fromStandardInput
                ? NewPassword.fromStandardInput(session)
                : NewPassword.fromTerminal(session, SafeText.of(name));
    }

    private ObjectNode account(NewPassword password) {
        ObjectNode account = JsonMapper.shared().createObjectNode();
        account.put("username", name);
        id.ifPresent(text -> account.put("id", text));
        switch (password) {
            case NewPassword.Chosen(String text) -> account.put("password", text);
            case NewPassword.Generated() -> {
                // Without one the gateway makes it.
            }
        }
        ArrayNode given = account.putArray("roles");
        roles.forEach(given::add);
        email.ifPresent(text -> account.put("email", text));
        return account;
    }

    private static String told(Document created) {
        List<String> roles = created.texts("roles");
        String text = "Created " + SafeText.of(created.text("username")) + " (id " + SafeText.of(created.text("id"))
                + ", " + (roles.isEmpty() ? "no role" : "roles " + SafeText.of(String.join(", ", roles))) + ").\n";
        return created.optionalText("password")
                .map(password -> text + "Password, shown this once: " + SafeText.of(password) + "\n")
                .orElse(text);
    }
}
