package io.drawbridge.cli.gateway;

import io.drawbridge.cli.session.Session;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the gateway is, as the command line says it; a picocli mixin.
public final class GatewayOptions {
    @Option(
            names = "--admin-url",
            paramLabel = "URL",
            description = "The gateway's admin listener (default: ADMIN_URL, else the demo's).")
    Optional<String> adminUrl = Optional.empty();

    @Option(
            names = "--admin-key-file",
            paramLabel = "FILE",
            description = "A file that holds the admin key (default: ADMIN_API_KEY, else the demo's).")
    Optional<Path> adminKeyFile = Optional.empty();

    /// Finds the gateway. Nothing is sent yet.
    ///
    /// @throws io.drawbridge.cli.session.CommandStopped when there is none to be found
    public AdminApi connect(Session session) {
        Gateway gateway = new GatewaySearch(session, adminUrl, adminKeyFile).gateway();
        if (gateway.sendsKeyInTheClear()) {
            session.err()
                    .println("drawbridge: warning: the admin key goes to "
                            + gateway.url().getHost()
                            + " unencrypted; reach a gateway elsewhere through a tunnel or https.");
            session.err().flush();
        }
        return new AdminApi(gateway);
    }
}
