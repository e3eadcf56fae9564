package io.drawbridge.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway as a service: what it tells a service manager, and what clients notice of a restart.
class ServiceIT {
    @TempDir
    private Path folder;

    @Test
    void a_restart_behind_the_managers_socket_refuses_nobody() throws IOException, URISyntaxException {
        int port = freePort();
        Files.writeString(folder.resolve("drawbridge.yaml"), """
                version: 1
                listen: 127.0.0.1:%d
                admin: { listen: 127.0.0.1:%d }
                data: ./data
                upstreams: { api: http://127.0.0.1:1 }
                routes: [{ path: /api/**, upstream: api, public: true }]
                """.formatted(port, freePort()));

        Program.Ran ran = Program.shell(
                        folder,
                        Running.environment(Map.of()),
                        "python3 '%s' %d %s"
                                .formatted(script(), port, Program.commandLine("run", "--config", "drawbridge.yaml")))
                .succeeds();

        assertThat(ran.out())
                .contains("heard READY=1 STATUS=listening on http://127.0.0.1:" + port)
                .contains("heard WATCHDOG=1")
                .containsPattern("heard RELOADING=1 MONOTONIC_USEC=\\d+")
                .contains("heard STOPPING=1")
                .contains("answers True failures 0 []");
    }

    private static Path script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(ServiceIT.class.getResource("/service-manager.py"))
                .toURI());
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
