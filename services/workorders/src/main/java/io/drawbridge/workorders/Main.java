package io.drawbridge.workorders;

import io.drawbridge.workorders.caller.GatewayKeys;
import io.drawbridge.workorders.caller.KeysUnreadable;
import io.drawbridge.workorders.database.Database;
import io.drawbridge.workorders.database.DatabaseUnavailable;
import io.drawbridge.workorders.database.DatabaseUrl;
import io.drawbridge.workorders.database.Migrations;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The program. Exit codes: 0 ended well, 2 wrong usage, 3 database or address out of reach, 4 wrong configuration.
@Command(
        name = "workorders",
        mixinStandardHelpOptions = true,
        description = "Keeps technicians' work orders, for requests that come through the Drawbridge gateway.",
        subcommands = Main.Migrate.class)
public final class Main implements Callable<Integer> {
    private static final int UNREACHABLE = 3;
    private static final int CONFIGURATION = 4;
    private static final Map<String, Level> LEVELS = Map.of(
            "DEBUG", Level.FINE,
            "INFO", Level.INFO,
            "WARNING", Level.WARNING,
            "ERROR", Level.SEVERE);

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8001",
            converter = ListenAddress.class,
            description = "Where to listen; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8001);

    @Option(
            names = "--jwks",
            paramLabel = "FILE",
            defaultValue = "${env:GATEWAY_JWKS}",
            description = "The gateway's public keys (JSON Web Key Set). Default: the variable GATEWAY_JWKS")
    private Optional<Path> jwks = Optional.empty();

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = "workorders",
            description = "The upstream's name in the gateway's configuration. Default: ${DEFAULT-VALUE}")
    private String audience = "workorders";

    @Option(names = "--seed", description = "Add demo orders for each --seed-user who has none.")
    private boolean seed;

    @Option(names = "--seed-user", paramLabel = "ID", description = "A user who gets demo orders; may be repeated.")
    private List<String> seedUsers = List.of();

    @Option(
            names = "--exit-with-parent",
            description = "Stop when standard input ends, as it does when the program at its other end dies.")
    private boolean exitWithParent;

    /// The database, which both commands need.
    static final class DatabaseOption {
        // The default is no picocli default value: that would be printed, with a password in it.
        @Option(
                names = "--database",
                paramLabel = "URL",
                description = {
                    "sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME.",
                    "Default: the variable DATABASE_URL (better for passwords), else sqlite:///workorders.db"
                })
        private Optional<String> url = Optional.empty();

        DatabaseUrl parsed() {
            return DatabaseUrl.parse(url.or(() -> Optional.ofNullable(System.getenv("DATABASE_URL")))
                    .orElse("sqlite:///workorders.db"));
        }
    }

    /// Brings the tables to another version, for a way back to an older program.
    @Command(
            name = "migrate",
            mixinStandardHelpOptions = true,
            description = "Brings the database's tables to a version, up or down, and ends.")
    static final class Migrate implements Callable<Integer> {
        @Mixin
        private DatabaseOption database = new DatabaseOption();

        @Option(
                names = "--to",
                paramLabel = "VERSION",
                required = true,
                description = "0 removes the tables with all that is in them.")
        private int version;

        @Override
        public Integer call() {
            try (var open = Database.open(database.parsed())) {
                new Migrations(open).to(version);
                System.out.println("workorders: the database has version " + version);
            }
            return 0;
        }
    }

    public static void main(String[] arguments) {
        LogLines.begin(LEVELS.getOrDefault(System.getenv().getOrDefault("LOG_LEVEL", "INFO"), Level.INFO));
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("workorders: " + failure.getMessage());
                    return exitCode(failure);
                })
                .execute(arguments);
    }

    private static int exitCode(Exception failure) {
        return switch (failure) {
            case DatabaseUnavailable _ -> UNREACHABLE;
            case IOException _ -> UNREACHABLE;
            case KeysUnreadable _ -> CONFIGURATION;
            case IllegalArgumentException _ -> CONFIGURATION;
            case IllegalStateException _ -> CONFIGURATION;
            default -> throw new IllegalStateException("the service failed in a way that nobody foresaw", failure);
        };
    }

    @Override
    public Integer call() throws Exception {
        var keys = GatewayKeys.read(jwks.orElseThrow(() -> new IllegalArgumentException(
                "name the file with the gateway's public keys: --jwks FILE, or the variable GATEWAY_JWKS")));
        var url = database.parsed();
        var clock = Clock.systemUTC();
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        try (var open = Database.open(url);
                var service =
                        WorkOrderService.start(open, keys, audience, listen, seed ? seedUsers : List.of(), clock)) {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
                stop.countDown();
                // The program ends when the hooks have: this one waits until everything is closed.
                awaitQuietly(stopped);
            }));
            if (exitWithParent) {
                Thread.ofPlatform().daemon().name("parent").start(() -> {
                    awaitEndOfInput();
                    stop.countDown();
                });
            }
            System.out.println("workorders listening on " + service.uri());
            System.out.flush();
            stop.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // An input that cannot be read has ended, too.
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
