package io.drawbridge.app.demo;

import io.drawbridge.app.Gateway;
import io.drawbridge.app.Programs;
import io.drawbridge.app.StartFailure;
import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import io.drawbridge.domain.identity.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `drawbridge demo`.
@Command(
        name = "demo",
        description = {
            "Start a gateway before a work-order service, with users and live clients, modern and legacy.",
            "",
            "Everything it writes lies in the data folder. Ctrl-C stops both programs."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped when asked",
            "3:an address cannot be listened on, or a file not be written",
            "4:the configuration in the data folder is not valid"
        },
        footer = {"Example:", "  drawbridge demo --port 8080"})
public final class DemoCommand implements Callable<Integer> {
    private static final int CANNOT_START = 3;
    private static final int INVALID = 4;
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the API; 0 for any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "Port of the admin API and its page; 0 for any (default: ${DEFAULT-VALUE}).")
    private int adminPort;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "./drawbridge-data",
            description = "Where everything is written (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("drawbridge-data");

    @Option(names = "--no-traffic", description = "Start without clients.")
    private boolean silent;

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;
    private final Programs programs;

    public DemoCommand(Session session, Programs programs) {
        this.session = session;
        this.programs = programs;
    }

    @Override
    public Integer call() {
        try {
            demonstrate();
            return 0;
        } catch (StartFailure failure) {
            failure.problems().forEach(session.err()::println);
            session.err().flush();
            return INVALID;
        } catch (IOException failure) {
            session.err().println("drawbridge: " + failure.getMessage());
            session.err().flush();
            return CANNOT_START;
        }
    }

    private void demonstrate() throws IOException, StartFailure {
        Path folder = data.toAbsolutePath().normalize();
        DemoFolder demo = DemoFolder.open(folder);
        Files.deleteIfExists(demo.environmentFile());
        Gateway.identityKey(folder);
        Path jwks = folder.resolve(Gateway.PUBLIC_KEYS);
        List<String> seeded = new ArrayList<>(List.of("user1", "user2"));
        seeded.addAll(DemoTraffic.users());
        WorkorderProgram service = WorkorderProgram.start(programs.home(), folder, jwks, seeded);
        try {
            run(demo, service);
        } finally {
            service.close();
        }
    }

    private void run(DemoFolder demo, WorkorderProgram service) throws IOException, StartFailure {
        Map<String, String> environment = new LinkedHashMap<>(session.environment());
        environment.putIfAbsent("ENVIRONMENT", "development");
        environment.put("SECRET_KEY", demo.secret("SECRET_KEY"));
        environment.put("ADMIN_API_KEY", demo.secret("ADMIN_API_KEY"));
        environment.put("DRAWBRIDGE_PORT", String.valueOf(port));
        environment.put("DRAWBRIDGE_ADMIN_PORT", String.valueOf(adminPort));
        environment.put("DRAWBRIDGE_DATA", demo.path().toString());
        environment.put("WORKORDERS_URL", service.address().toString());
        Gateway gateway = Gateway.start(demo.configuration(), environment);
        try (gateway) {
            for (String user : DemoFolder.USERS) {
                gateway.ensureUser(
                        user,
                        user + "@fossawork.example",
                        new Secret(demo.password(user)),
                        user.equals("admin") ? Set.of("user", "admin") : Set.of("user"));
            }
            URI api = gateway.url();
            Map<String, String> values = new LinkedHashMap<>();
            values.put("DRAWBRIDGE_URL", api.toString());
            values.put("ADMIN_URL", gateway.adminUrl().toString());
            values.put("ADMIN_API_KEY", demo.secret("ADMIN_API_KEY"));
            values.put("ADMIN_TOKEN", gateway.tokens().issue("admin", Set.of("user", "admin"), TOKEN_LIFETIME));
            for (String user : List.of("user1", "user2")) {
                String name = user.toUpperCase(java.util.Locale.ROOT);
                values.put(name + "_ID", user);
                values.put(name + "_TOKEN", gateway.tokens().issue(user, Set.of("user"), TOKEN_LIFETIME));
            }
            EnvFile.write(demo.environmentFile(), values);
            try (DemoTraffic traffic = new DemoTraffic(api, gateway.tokens())) {
                if (!silent) {
                    traffic.start();
                }
                welcome(session.out(), demo, api, gateway.adminUrl());
                programs.untilStopped();
                Files.deleteIfExists(demo.environmentFile());
            }
        }
    }

    private void welcome(PrintWriter out, DemoFolder demo, URI api, URI admin) {
        Path here = Path.of("").toAbsolutePath();
        Path shown = demo.path().startsWith(here) ? here.relativize(demo.path()) : demo.path();
        out.printf("%nDrawbridge stands before the work-order service. Ctrl-C stops both.%n%n");
        out.printf("  API        %s%n", api);
        out.printf("  Admin page %s  (user admin, password: ADMIN_API_KEY in %s/demo.env)%n", admin, shown);
        out.printf("  Logs       %s/logs/security.log, access.log, app.log%n%n", shown);
        for (String user : DemoFolder.USERS) {
            out.printf("  User       %-6s password %s%n", user, demo.password(user));
        }
        out.printf(
                "%n%s%n%n",
                silent
                        ? "No client is running (--no-traffic)."
                        : "14 clients are asking for work orders; some of them still say who they are with user_id.");
        out.printf(
                "Try next, in another terminal%s:%n%n",
                here.resolve("drawbridge-data").equals(demo.path())
                        ? ""
                        : " (after: set -a; . " + shown + "/demo.env; set +a)");
        out.printf(
                "  ./drawbridge report migration              which clients would break if user_id were refused now%n");
        out.printf("  ./drawbridge mode set legacy-auth warn     tell them, and see whom it affects first%n");
        out.printf("  ./drawbridge mode set legacy-auth enforce --share 25%%%n");
        out.printf(
                "  . %s/demo.env; curl -i \"$DRAWBRIDGE_URL/api/v1/work-orders\" -H \"Authorization: Bearer $USER1_TOKEN\"%n%n",
                shown);
        out.flush();
    }
}
