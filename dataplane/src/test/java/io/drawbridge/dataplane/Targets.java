package io.drawbridge.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.drawbridge.dataplane.listener.Transport;
import io.drawbridge.domain.route.Destination;
import io.drawbridge.domain.route.Ejection;
import io.drawbridge.domain.route.Resilience;
import io.drawbridge.domain.route.Target;
import io.drawbridge.domain.route.TargetCondition;
import io.drawbridge.domain.route.Upstream;
import io.drawbridge.domain.route.UpstreamStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Upstreams with several targets, and what a test waits for in them.
final class Targets {
    private Targets() {}

    static final Duration LONG = Duration.ofSeconds(20);
    static final Resilience STANDARD = Resilience.DEFAULT.with(new Ejection(5, LONG, 50));

    static Upstream upstream(Resilience resilience, Duration response, int connections, int... ports) {
        List<Target> targets = new ArrayList<>();
        for (int port : ports) {
            targets.add(new Target("127.0.0.1", port, 1));
        }
        return new Upstream("api", targets, LONG, response, LONG, connections, false, resilience);
    }

    static Gateway gateway(Transport transport, Upstream upstream) throws IOException {
        return Gateway.on(transport)
                .routes(Gateway.route("/**", new Destination.Forward(upstream)))
                .start();
    }

    static Service named(String name) throws IOException {
        return Service.answering("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
    }

    /// A port on which nobody listens.
    static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static Set<String> answers(Wire client, int times) throws IOException {
        Set<String> bodies = new HashSet<>();
        for (int i = 0; i < times; i++) {
            Message answer = client.get("/");
            assertThat(answer.status()).isEqualTo(200);
            bodies.add(answer.body());
        }
        return bodies;
    }

    static UpstreamStatus.TargetStatus target(Gateway gateway, int port) {
        return gateway.upstreams().getFirst().targets().stream()
                .filter(target -> target.url().endsWith(":" + port))
                .findFirst()
                .orElseThrow();
    }

    static void until(Gateway gateway, int port, TargetCondition condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (target(gateway, port).state() != condition) {
            assertThat(System.nanoTime()).as("waiting for %s", condition).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /// The client may have its answer before the gateway has put the connection away.
    static void untilIdle(Gateway gateway) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (gateway.upstreams().getFirst().connections() > 0) {
            assertThat(System.nanoTime())
                    .as("waiting for every connection to be given back")
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
