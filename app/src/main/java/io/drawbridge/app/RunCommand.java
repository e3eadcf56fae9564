package io.drawbridge.app;

import io.drawbridge.cli.session.HelpOption;
import io.drawbridge.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `drawbridge run`.
@Command(
        name = "run",
        description = {
            "Start a gateway before an API of your own.",
            "",
            "SIGHUP reads the configuration again; SIGTERM lets requests that are under way end, and stops."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:stopped when asked", "3:an address cannot be listened on", "4:the configuration is not valid"
        },
        footer = {"Example:", "  drawbridge run --config examples/own-api.yaml"})
final class RunCommand implements Callable<Integer> {
    private static final int CANNOT_LISTEN = 3;
    private static final int INVALID = 4;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration, in YAML.")
    private Path config = Path.of("drawbridge.yaml");

    @Mixin
    final HelpOption help = new HelpOption();

    private final Session session;
    private final Programs programs;

    RunCommand(Session session, Programs programs) {
        this.session = session;
        this.programs = programs;
    }

    @Override
    public Integer call() {
        try (Gateway gateway = Gateway.start(config, session.environment())) {
            gateway.remarks().forEach(session.out()::println);
            String secure = gateway.secureUrl().map(url -> " and " + url).orElse("");
            session.out()
                    .printf(
                            "drawbridge listening on %s%s, admin API on %s%n",
                            gateway.url(), secure, gateway.adminUrl());
            session.out().flush();
            programs.untilStopped();
            return 0;
        } catch (StartFailure failure) {
            failure.problems().forEach(session.err()::println);
            session.err().flush();
            return INVALID;
        } catch (IOException failure) {
            session.err().println(failure.getMessage());
            session.err().flush();
            return CANNOT_LISTEN;
        }
    }
}
